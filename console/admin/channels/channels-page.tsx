import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Account } from '../../../client/index.ts'
import { dataOf } from '../../../client/index.ts'
import { onEvent } from '../../state/feed.ts'
import { allPages } from '../../state/pages.ts'
import { api } from '../../state/session.ts'
import { accounts, admin } from '../../texts/admin.ts'
import { fullTime } from '../../texts/format.ts'
import { t } from '../../texts/text.ts'
import { ChannelIcon, channelName } from '../../ui/channel.tsx'
import { Since } from '../../ui/time.tsx'
import { Show, useLoaded } from '../loaded.tsx'
import { AdminPage } from '../page.tsx'
import { carriesOf } from './carries.ts'
import { adviceOf } from './health-advice.ts'

export const readAccounts = (): Promise<readonly Account[]> =>
  allPages(async (cursor) =>
    dataOf(await api().GET('/v1/accounts', { params: { query: { limit: 100, ...(cursor ? { cursor } : {}) } } })),
  )

const SinceWhen = ({ at }: { readonly at: number }): JSX.Element => {
  const [before = '', after = ''] = t(accounts.since).split('{time}')
  return (
    <span class="muted small">
      {before}
      {fullTime(at)} (<Since at={at} />){after}
    </span>
  )
}

const Remedy = ({ account }: { readonly account: Account }): JSX.Element => {
  const { means, steps, guide } = adviceOf(account)
  return (
    <div class="remedy">
      <p>{t(means)}</p>
      {account.health.reason !== null && (
        <p>
          {t(accounts.reason)}: <code dir="ltr">{account.health.reason}</code>
        </p>
      )}
      <h3>{t(accounts.todo)}</h3>
      <ol class="steps">
        {steps.map(({ text, command, provider = '' }) => (
          <li key={text.en}>
            {t(text, { provider })}
            {command !== undefined && (
              <code class="command" dir="ltr">
                {command}
              </code>
            )}
          </li>
        ))}
      </ol>
      {guide !== null && <p class="muted small">{t(accounts.guide, { file: guide })}</p>}
    </div>
  )
}

const Carries = ({ account }: { readonly account: Account }): JSX.Element => (
  <details class="carries">
    <summary>{t(accounts.carries)}</summary>
    {account.capabilities === null ? (
      <p class="muted">{t(accounts.unknownCapabilities)}</p>
    ) : (
      <dl class="facts">
        {carriesOf(account.capabilities).map(([label, value]) => (
          <div key={label.en}>
            <dt>{t(label)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    )}
  </details>
)

const AccountCard = ({ account }: { readonly account: Account }): JSX.Element => {
  const { kind } = adviceOf(account)
  const { status, since } = account.health
  return (
    <li class="account" data-kind={kind}>
      <div class="account-head">
        <ChannelIcon channel={account.channel} named={false} size={24} />
        <div class="account-title">
          <h2 dir="auto">{account.name ?? channelName(account.channel)}</h2>
          <p class="muted small">
            {channelName(account.channel)} · <bdi dir="ltr">{account.id}</bdi>
          </p>
        </div>
        <p class="account-state">
          {account.mode === 'test' && (
            <span class="pill" title={t(accounts.testWhy)}>
              {t(accounts.test)}
            </span>
          )}
          <span class="pill" data-kind={kind}>
            {t(accounts[status])}
          </span>
        </p>
      </div>
      {kind !== 'good' && since !== null && <SinceWhen at={since} />}
      {kind !== 'good' && <Remedy account={account} />}
      <Carries account={account} />
    </li>
  )
}

/** The accounts of the shop, those that need somebody first. */
const urgency = (account: Account): number => ['danger', 'warning', 'good'].indexOf(adviceOf(account).kind)

export const ChannelsPage = (): JSX.Element => {
  const loaded = useLoaded(readAccounts)
  useEffect(
    () =>
      onEvent(({ type }) => {
        if (type === 'channel.health_changed') void loaded.reload()
      }),
    [],
  )
  return (
    <AdminPage title={t(admin.channels)} intro={t(accounts.intro)}>
      <Show of={loaded}>
        {(all) =>
          all.length === 0 ? (
            <p class="admin-empty">{t(accounts.none)}</p>
          ) : (
            <ul class="accounts">
              {all
                .toSorted((a, b) => urgency(a) - urgency(b))
                .map((account) => (
                  <AccountCard key={`${account.channel}/${account.connection}/${account.id}`} account={account} />
                ))}
            </ul>
          )
        }
      </Show>
    </AdminPage>
  )
}
