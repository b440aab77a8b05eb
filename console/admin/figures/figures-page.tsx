import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { dataOf } from '../../../client/index.ts'
import type { components } from '../../../client/schema.ts'
import { now } from '../../state/clock.ts'
import { api } from '../../state/session.ts'
import { admin, figures } from '../../texts/admin.ts'
import { number } from '../../texts/format.ts'
import { t, tn } from '../../texts/text.ts'
import { ChannelIcon, channelName } from '../../ui/channel.tsx'
import { Show, useLoaded, type Loaded } from '../loaded.tsx'
import { AdminPage } from '../page.tsx'
import { Field } from '../parts.tsx'
import { Table, type Column } from '../table.tsx'
import { Chart } from './chart.tsx'
import { span, spanOrNone } from './words.ts'
import '../../styles/admin-figures.css'

type ResponseTimes = components['schemas']['ResponseTimes']
type Figures = ResponseTimes['all']
type OfChannel = ResponseTimes['channels'][number]
const PERIODS = [7, 30, 90] as const

const waitingOf = ({ count, capped }: Figures['waiting']): string =>
  capped ? t(figures.atLeast, { n: number(count) }) : number(count)

/** How long the one who waits longest has waited, as time goes on. */
const waitedOf = (since: number | null): string => (since === null ? '–' : span(Math.max(0, now.value - since)))

const Tile = ({
  label,
  value,
  hint,
}: {
  readonly label: string
  readonly value: string
  readonly hint: string
}): JSX.Element => (
  <div class="tile">
    <dt>{label}</dt>
    <dd>
      <strong>{value}</strong>
      <span class="muted small">{hint}</span>
    </dd>
  </div>
)

const Tiles = ({ of, days }: { readonly of: Figures; readonly days: number }): JSX.Element => {
  const { waiting, answered, medianMs, p90Ms } = of
  return (
    <dl class="tiles">
      <Tile
        label={t(figures.waiting)}
        value={waitingOf(waiting)}
        hint={
          waiting.longestSince === null
            ? t(figures.nobodyWaits)
            : t(figures.longest, { time: waitedOf(waiting.longestSince) })
        }
      />
      <Tile label={t(figures.answered)} value={number(answered)} hint={t(figures.answeredHint, { days })} />
      <Tile label={t(figures.median)} value={spanOrNone(medianMs)} hint={t(figures.medianHint)} />
      <Tile label={t(figures.p90)} value={spanOrNone(p90Ms)} hint={t(figures.p90Hint)} />
    </dl>
  )
}

const columns = (): readonly Column<OfChannel>[] => [
  {
    label: t(admin.channel),
    names: true,
    cell: ({ channel }) => (
      <span class="with-icon">
        <ChannelIcon channel={channel} named={false} /> {channelName(channel)}
      </span>
    ),
  },
  {
    label: t(figures.waiting),
    numeric: true,
    cell: ({ waiting }) => (
      <>
        {waitingOf(waiting)}
        {waiting.longestSince !== null && <span class="table-more">{waitedOf(waiting.longestSince)}</span>}
      </>
    ),
  },
  { label: t(figures.answered), numeric: true, cell: ({ answered }) => number(answered) },
  { label: t(figures.median), numeric: true, cell: ({ medianMs }) => spanOrNone(medianMs) },
  { label: t(figures.p90), numeric: true, cell: ({ p90Ms }) => spanOrNone(p90Ms) },
]

const Whole = ({
  loaded,
  data,
}: {
  readonly loaded: Loaded<ResponseTimes>
  readonly data: ResponseTimes
}): JSX.Element => {
  const [channel, setChannel] = useState('')
  const chosen = data.channels.find((one) => one.channel === channel) ?? data.all
  const name = channel === '' ? t(figures.allChannels) : channelName(channel)
  return (
    <>
      {!data.complete && (
        <p class="note-line" role="status">
          {t(figures.incomplete)}{' '}
          <button type="button" class="button" onClick={() => void loaded.reload()}>
            {t(figures.countOn)}
          </button>
        </p>
      )}
      <Tiles of={data.all} days={data.days} />
      <section class="admin-section">
        <Field label={t(admin.channel)}>
          {({ id }) => (
            <select
              id={id}
              class="input input-short"
              value={channel}
              onChange={(event) => setChannel(event.currentTarget.value)}
            >
              <option value="">{t(figures.allChannels)}</option>
              {data.channels.map((one) => (
                <option key={one.channel} value={one.channel}>
                  {channelName(one.channel)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {chosen.answered === 0 && <p class="admin-empty">{t(figures.none)}</p>}
        {chosen.answered > 0 && <Chart key={data.days} days={chosen.days} channel={name} />}
      </section>
      <section class="admin-section">
        <h2>{t(figures.byChannel)}</h2>
        <Table
          caption={t(figures.byChannel)}
          quiet
          columns={columns()}
          rows={data.channels}
          id={(row) => row.channel}
        />
      </section>
    </>
  )
}

export const FiguresPage = (): JSX.Element => {
  const [days, setDays] = useState(30)
  const loaded = useLoaded(
    async () => dataOf(await api().GET('/v1/figures/response-times', { params: { query: { days } } })),
    String(days),
  )
  return (
    <AdminPage
      title={t(admin.figures)}
      intro={t(figures.intro)}
      action={
        <Field label={t(figures.period)}>
          {({ id }) => (
            <select id={id} class="input" value={days} onChange={(event) => setDays(Number(event.currentTarget.value))}>
              {PERIODS.map((period) => (
                <option key={period} value={period}>
                  {tn(figures.lastDays, period)}
                </option>
              ))}
            </select>
          )}
        </Field>
      }
    >
      <Show of={loaded}>{(data) => <Whole loaded={loaded} data={data} />}</Show>
    </AdminPage>
  )
}
