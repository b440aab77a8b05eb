import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { dataOf } from '../../../client/index.ts'
import type { components } from '../../../client/schema.ts'
import { allPages } from '../../state/pages.ts'
import { api, me } from '../../state/session.ts'
import { keys } from '../../texts/admin-access.ts'
import { admin } from '../../texts/admin.ts'
import { fullTime, list } from '../../texts/format.ts'
import { t } from '../../texts/text.ts'
import { attempt, notify } from '../../ui/notices.tsx'
import { Show, useLoaded } from '../loaded.tsx'
import { AdminPage } from '../page.tsx'
import { Ago, Confirm, Once, Reach } from '../parts.tsx'
import { Table, type Column } from '../table.tsx'
import { KeyForm } from './key-form.tsx'

type ApiKey = components['schemas']['ApiKey']
type Made = components['schemas']['ApiKeyMade']

const readKeys = (reach: 'shop' | 'organisation'): Promise<readonly ApiKey[]> =>
  allPages(async (cursor) =>
    dataOf(
      await api().GET('/v1/api-keys', { params: { query: { limit: 100, reach, ...(cursor ? { cursor } : {}) } } }),
    ),
  )

/** Those of the shop, and for whoever is of the organisation its own. Those that still work come first. */
const readAll = async (): Promise<readonly ApiKey[]> => {
  const ofOrganisation = me.peek()?.person?.shop === null ? await readKeys('organisation') : []
  const all = [...(await readKeys('shop')), ...ofOrganisation]
  return [...all.filter(({ revokedAt }) => revokedAt === null), ...all.filter(({ revokedAt }) => revokedAt !== null)]
}

const scopeOf = ({ scopes }: ApiKey): string =>
  t(scopes.includes('admin') ? keys.admin : scopes.includes('write') ? keys.write : keys.read)

const NameCell = ({ name, connector, accounts }: ApiKey): JSX.Element => (
  <>
    <bdi>{name}</bdi>
    {connector !== null && (
      <span class="table-more">
        {t(keys.connector)}: <bdi>{connector}</bdi>
      </span>
    )}
    {accounts !== null && (
      <span class="table-more" dir="ltr">
        {list(accounts.map(({ account }) => account))}
      </span>
    )}
  </>
)

const columnsFor = (revoke: (key: ApiKey) => void): readonly Column<ApiKey>[] => [
  { label: t(admin.name), names: true, cell: (key) => <NameCell {...key} /> },
  { label: t(keys.scope), cell: scopeOf },
  { label: t(admin.reach), cell: ({ shop }) => <Reach shop={shop} /> },
  { label: t(admin.created), cell: ({ createdAt }) => fullTime(createdAt) },
  { label: t(keys.lastUsed), cell: ({ lastUsedAt }) => <Ago at={lastUsedAt} /> },
  {
    label: t(admin.status),
    cell: ({ revokedAt }) => (
      <span class="pill" data-kind={revokedAt === null ? 'good' : undefined}>
        {t(revokedAt === null ? keys.active : keys.revoked)}
      </span>
    ),
  },
  {
    label: t(admin.actions),
    cell: (key) =>
      key.revokedAt === null && (
        <button
          type="button"
          class="button button-danger"
          aria-label={t(keys.revokeOf, { name: key.name })}
          onClick={() => revoke(key)}
        >
          {t(keys.revoke)}
        </button>
      ),
  },
]

export const KeysPage = (): JSX.Element => {
  const loaded = useLoaded(readAll)
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<Made | null>(null)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)

  const onMade = (key: Made): void => {
    setMaking(false)
    if (key.token === null) notify(t(keys.tokenGone), { kind: 'error' })
    else setMade(key)
    void loaded.reload()
  }
  const revoke = (key: ApiKey): Promise<unknown> =>
    attempt(async () => {
      const params = { path: { apiKey: key.id } }
      dataOf(await api().DELETE('/v1/api-keys/{apiKey}', { params }))
      notify(t(keys.revokedNow))
      await loaded.reload()
    })

  return (
    <AdminPage
      title={t(admin.keys)}
      intro={t(keys.intro)}
      action={
        <button type="button" class="button button-primary" onClick={() => setMaking(true)}>
          {t(keys.make)}
        </button>
      }
    >
      <Show of={loaded}>
        {(all) =>
          all.length === 0 ? (
            <p class="admin-empty">{t(keys.none)}</p>
          ) : (
            <Table caption={t(admin.keys)} quiet columns={columnsFor(setRevoking)} rows={all} id={({ id }) => id} />
          )
        }
      </Show>
      {making && <KeyForm onMade={onMade} onClose={() => setMaking(false)} />}
      {made !== null && (
        <Once
          title={t(keys.tokenTitle, { name: made.name })}
          label={t(keys.token)}
          value={made.token ?? ''}
          onClose={() => setMade(null)}
        />
      )}
      {revoking !== null && (
        <Confirm
          danger
          title={t(keys.revokeTitle, { name: revoking.name })}
          explain={t(keys.revokeExplain)}
          label={t(keys.revoke)}
          onConfirm={() => revoke(revoking)}
          onClose={() => setRevoking(null)}
        />
      )}
    </AdminPage>
  )
}
