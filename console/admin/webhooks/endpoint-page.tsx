import type { JSX } from 'preact'
import { dataOf } from '../../../client/index.ts'
import { api } from '../../state/session.ts'
import { webhooks } from '../../texts/admin-delivery.ts'
import { admin } from '../../texts/admin.ts'
import { fullTime, list, number } from '../../texts/format.ts'
import { t, type Text } from '../../texts/text.ts'
import { channelName } from '../../ui/channel.tsx'
import { Show, useLoaded } from '../loaded.tsx'
import { AdminPage } from '../page.tsx'
import { Reach } from '../parts.tsx'
import { Attempts, useAttempts } from './attempts.tsx'
import { EndpointActions } from './endpoint-actions.tsx'
import { useEndpoint } from './endpoint-calls.ts'
import { meaningOf, StatusPill, type Endpoint } from './status.tsx'

const readEndpoint = async (endpoint: string): Promise<Endpoint> =>
  dataOf(await api().GET('/v1/webhook-endpoints/{endpoint}', { params: { path: { endpoint } } }))

const notesOf = ({ failures, nextAttemptAt, previousSecretUntil }: Endpoint): readonly string[] => [
  ...(failures > 0 ? [t(webhooks.failures, { n: number(failures) })] : []),
  ...(nextAttemptAt === null ? [] : [t(webhooks.nextAttempt, { time: fullTime(nextAttemptAt) })]),
  ...(previousSecretUntil === null ? [] : [t(webhooks.previousUntil, { time: fullTime(previousSecretUntil) })]),
]

const Fact = ({ label, children }: { readonly label: Text; readonly children: JSX.Element | string }): JSX.Element => (
  <div>
    <dt>{t(label)}</dt>
    <dd>{children}</dd>
  </div>
)

const Standing = ({ endpoint }: { readonly endpoint: Endpoint }): JSX.Element => (
  <>
    <p>
      <StatusPill status={endpoint.status} /> {t(meaningOf(endpoint))}
    </p>
    {notesOf(endpoint).map((note) => (
      <p key={note}>{note}</p>
    ))}
    <dl class="facts">
      {endpoint.description !== null && (
        <Fact label={webhooks.description}>
          <bdi>{endpoint.description}</bdi>
        </Fact>
      )}
      <Fact label={admin.reach}>
        <Reach shop={endpoint.shop} />
      </Fact>
      <Fact label={webhooks.event}>{endpoint.types === null ? t(admin.all) : list(endpoint.types)}</Fact>
      <Fact label={admin.channel}>
        {endpoint.channels === null ? t(admin.all) : list(endpoint.channels.map((one) => channelName(one)))}
      </Fact>
      <Fact label={admin.created}>{fullTime(endpoint.createdAt)}</Fact>
    </dl>
  </>
)

export const EndpointPage = ({ id }: { readonly id: string }): JSX.Element => {
  const loaded = useLoaded(() => readEndpoint(id), id)
  const attempts = useAttempts(id)
  const calls = useEndpoint(id, loaded, attempts.reload)
  return (
    <AdminPage
      title={loaded.state === 'ready' ? loaded.data.url : t(admin.webhooks)}
      back={{ href: '/inbox/admin/webhooks', label: t(admin.webhooks) }}
    >
      <Show of={loaded}>
        {(endpoint) => (
          <>
            <Standing endpoint={endpoint} />
            <EndpointActions endpoint={endpoint} calls={calls} />
            <Attempts pages={attempts} onReplay={(event) => void calls.replayOne(event)} />
          </>
        )}
      </Show>
    </AdminPage>
  )
}
