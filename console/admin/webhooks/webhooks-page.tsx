import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { dataOf } from '../../../client/index.ts'
import type { components } from '../../../client/schema.ts'
import { api, me } from '../../state/session.ts'
import { webhooks } from '../../texts/admin-delivery.ts'
import { admin } from '../../texts/admin.ts'
import { list } from '../../texts/format.ts'
import { t } from '../../texts/text.ts'
import { channelName } from '../../ui/channel.tsx'
import { useIntent } from '../intent.ts'
import { Show, useLoaded } from '../loaded.tsx'
import { AdminPage } from '../page.tsx'
import { Once, Reach } from '../parts.tsx'
import { Table, type Column } from '../table.tsx'
import { EndpointForm, type Wish } from './endpoint-form.tsx'
import { StatusPill, type Endpoint } from './status.tsx'

type Made = components['schemas']['WebhookEndpointSecret']

const readEndpoints = async (reach: ReachName): Promise<readonly Endpoint[]> =>
  dataOf(await api().GET('/v1/webhook-endpoints', { params: { query: { reach } } })).data
type ReachName = 'shop' | 'organisation'

const readAll = async (): Promise<readonly Endpoint[]> => [
  ...(await readEndpoints('shop')),
  ...(me.peek()?.person?.shop === null ? await readEndpoints('organisation') : []),
]

const filtersOf = ({ types, channels }: Endpoint): string =>
  list([...(types ?? []), ...(channels ?? []).map((channel) => channelName(channel))]) || t(admin.all)

const columns = (): readonly Column<Endpoint>[] => [
  {
    label: t(webhooks.url),
    names: true,
    cell: ({ id, url, description }) => (
      <>
        <a href={`/inbox/admin/webhooks/${id}`} dir="ltr">
          {url}
        </a>
        {description !== null && (
          <span class="table-more" dir="auto">
            {description}
          </span>
        )}
      </>
    ),
  },
  { label: t(webhooks.event), cell: (endpoint) => filtersOf(endpoint) },
  { label: t(admin.reach), cell: ({ shop }) => <Reach shop={shop} /> },
  { label: t(admin.status), cell: ({ status }) => <StatusPill status={status} /> },
]

export const WebhooksPage = (): JSX.Element => {
  const loaded = useLoaded(readAll)
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<Made | null>(null)
  const intent = useIntent()

  const add = async ({ url, description, reach, types, channels }: Wish): Promise<void> => {
    const body = {
      url,
      reach,
      ...(description === '' ? {} : { description }),
      ...(types.length === 0 ? {} : { types: [...types] }),
      ...(channels.length === 0 ? {} : { channels: [...channels] }),
    }
    const params = { header: { 'Idempotency-Key': intent(body) } }
    setMade(dataOf(await api().POST('/v1/webhook-endpoints', { params, body })))
    setAdding(false)
    await loaded.reload()
  }

  return (
    <AdminPage
      title={t(admin.webhooks)}
      intro={t(webhooks.intro)}
      action={
        <button type="button" class="button button-primary" onClick={() => setAdding(true)}>
          {t(webhooks.add)}
        </button>
      }
    >
      <Show of={loaded}>
        {(all) =>
          all.length === 0 ? (
            <p class="admin-empty">{t(webhooks.none)}</p>
          ) : (
            <Table caption={t(admin.webhooks)} quiet columns={columns()} rows={all} id={({ id }) => id} />
          )
        }
      </Show>
      {adding && (
        <EndpointForm
          title={t(webhooks.add)}
          submit={t(webhooks.add)}
          onSubmit={add}
          onClose={() => setAdding(false)}
        />
      )}
      {made !== null && (
        <Once
          title={t(webhooks.secretTitle)}
          label={t(webhooks.secret)}
          value={made.secret}
          onClose={() => setMade(null)}
        />
      )}
    </AdminPage>
  )
}
