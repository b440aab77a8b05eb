import type { JSX } from 'preact'
import { useLocation } from 'preact-iso'
import { NotFound } from '../shell.tsx'
import { isAdmin, me } from '../state/session.ts'
import { admin } from '../texts/admin.ts'
import { shell } from '../texts/common.ts'
import { t, type Text } from '../texts/text.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { ChannelsPage } from './channels/channels-page.tsx'
import { DeadLettersPage } from './dead-letters/dead-letters-page.tsx'
import { FiguresPage } from './figures/figures-page.tsx'
import { KeysPage } from './keys/keys-page.tsx'
import { PeoplePage } from './people/people-page.tsx'
import { PersonPage } from './people/person-page.tsx'
import { EndpointPage } from './webhooks/endpoint-page.tsx'
import { WebhooksPage } from './webhooks/webhooks-page.tsx'
import '../styles/admin.css'

interface Section {
  readonly path: string
  readonly label: Text
  readonly icon: IconName
  readonly page: () => JSX.Element
  /** One of the list. */
  readonly one?: (props: { readonly id: string }) => JSX.Element
}

const SECTIONS: readonly Section[] = [
  { path: 'figures', label: admin.figures, icon: 'chart', page: FiguresPage },
  { path: 'channels', label: admin.channels, icon: 'inbox', page: ChannelsPage },
  { path: 'people', label: admin.people, icon: 'people', page: PeoplePage, one: PersonPage },
  { path: 'dead-letters', label: admin.deadLetters, icon: 'warning', page: DeadLettersPage },
  { path: 'webhooks', label: admin.webhooks, icon: 'link', page: WebhooksPage, one: EndpointPage },
  { path: 'keys', label: admin.keys, icon: 'key', page: KeysPage },
]

const Forbidden = (): JSX.Element => (
  <div class="center">
    <h1>{t(admin.forbidden)}</h1>
    <p>{t(admin.forbiddenWhy)}</p>
    <a class="button" href="/inbox">
      {t(shell.toInbox)}
    </a>
  </div>
)

const Page = ({ path }: { readonly path: string }): JSX.Element => {
  const [, , , name = 'figures', id, ...beyond] = path.split('/')
  const section = SECTIONS.find((one) => one.path === name)
  const One = section?.one
  if (section === undefined || beyond.length > 0 || (id !== undefined && One === undefined)) return <NotFound />
  if (id !== undefined && One !== undefined) return <One key={id} id={decodeURIComponent(id)} />
  const Whole = section.page
  return <Whole key={name} />
}

/** The pages of whoever looks after the gateway. */
export const Admin = (): JSX.Element => {
  const { path } = useLocation()
  if (!isAdmin.value) return <Forbidden />
  return (
    <div class="admin" key={me.value?.shop}>
      <nav class="admin-nav" aria-label={t(admin.navigation)}>
        <ul>
          {SECTIONS.map(({ path: name, label, icon }) => {
            const href = `/inbox/admin/${name}`
            const current =
              path === href || (path === '/inbox/admin' && name === 'figures')
                ? 'page'
                : path.startsWith(`${href}/`)
                  ? 'true'
                  : undefined
            return (
              <li key={name}>
                <a class="admin-link" href={href} aria-current={current}>
                  <Icon name={icon} />
                  {t(label)}
                </a>
              </li>
            )
          })}
        </ul>
      </nav>
      <Page path={path} />
    </div>
  )
}
