import type { ComponentChildren, JSX } from 'preact'
import { useLocation } from 'preact-iso'
import { AccountMenu } from './sign-in/account-menu.tsx'
import { isAdmin, online } from './state/session.ts'
import { common, shell } from './texts/common.ts'
import { t } from './texts/text.ts'
import { Icon, type IconName } from './ui/icons.tsx'

const TopLink = ({
  href,
  icon,
  label,
  current,
}: {
  readonly href: string
  readonly icon: IconName
  readonly label: string
  readonly current: boolean
}): JSX.Element => (
  <a class="top-link" href={href} aria-current={current ? 'page' : undefined} title={label}>
    <Icon name={icon} />
    <span class="top-word">{label}</span>
  </a>
)

export const NotFound = (): JSX.Element => (
  <div class="center">
    <h1>{t(shell.notFound)}</h1>
    <a class="button" href="/inbox">
      {t(shell.toInbox)}
    </a>
  </div>
)

/** What is around every page: the way to the others, and what concerns all of them. */
export const Shell = ({ children }: { readonly children: ComponentChildren }): JSX.Element => {
  const { path } = useLocation()
  const inAdmin = path.startsWith('/inbox/admin')
  return (
    <div class="shell">
      <a class="skip" href="#main">
        {t(shell.skip)}
      </a>
      <header class="top">
        <a class="brand" href="/inbox">
          {t(common.parley)}
        </a>
        <nav aria-label={t(shell.navigation)}>
          <TopLink href="/inbox" icon="inbox" label={t(shell.inbox)} current={!inAdmin} />
          {isAdmin.value && (
            <TopLink href="/inbox/admin/channels" icon="admin" label={t(shell.admin)} current={inAdmin} />
          )}
        </nav>
        <AccountMenu />
      </header>
      <div role="status">{!online.value && <p class="banner">{t(common.offline)}</p>}</div>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}
