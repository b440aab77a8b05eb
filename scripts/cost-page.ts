import { MOST_UNITS } from '../test/support/list-units.ts'
import { measureExchange } from '../test/support/budgets.ts'
import { type ConfigName, templateOf } from '../test/infra/templates.ts'
import { type Measured, pageUsageOf, partsOf, type StackParts, TAKEN, usageOf } from './cost-model.ts'
import { dollars, type PriceName, PRICES } from './prices.ts'

/** Messages a month, in and out together. */
const SIZES = [0, 1000, 10_000, 100_000]
const DEPLOYMENTS = ['one channel', 'all channels'] as const satisfies readonly ConfigName[]

const ROWS: readonly (readonly [string, readonly PriceName[]])[] = [
  ['Table: requests', ['write', 'read']],
  ['Table: storage and recovery', ['storage', 'recovery']],
  ['Functions', ['invocation', 'duration']],
  ['HTTP API', ['http']],
  ['Queues, most of it asking whether there is something', ['standard', 'fifo']],
  ['Secrets, decrypted where a function begins', ['decryption']],
  ['Alarms and dashboard', ['alarm', 'dashboard']],
  ['Logs', ['logs']],
]

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')

const usd = (amount: number): string => amount.toFixed(2)

const deploymentTable = (parts: StackParts, measured: Measured): string => {
  const months = SIZES.map((messages) => usageOf(parts, measured, messages))
  const sums = (names: readonly PriceName[], lessFree: boolean): number[] =>
    months.map((month) => names.reduce((sum, name) => sum + dollars(name, month[name], lessFree), 0))
  const every = ROWS.flatMap(([, names]) => names)
  const total = (title: string, amounts: readonly number[]) =>
    [title, ...amounts].map((cell) => `**${typeof cell === 'number' ? usd(cell) : cell}**`)
  return table(
    ['US dollars a month', ...SIZES.map((size) => (size === 0 ? 'idle' : `${size.toLocaleString('en')} messages`))],
    [
      ...ROWS.map(([title, names]) => [title, ...sums(names, false).map(usd)]),
      total('All, at the list price', sums(every, false)),
      total('All, beyond what each account has free', sums(every, true)),
    ],
  )
}

/** What each inbox page adds by looking for what is new. */
const inboxTable = (parts: StackParts): string => {
  const usage = Object.entries(pageUsageOf(parts)) as [PriceName, number][]
  const sum = (lessFree: boolean): number =>
    usage.reduce((total, [name, units]) => total + dollars(name, units, lessFree), 0)
  return table(
    [`US dollars a month, for each page that is open ${TAKEN.page.hours} hours`, 'more'],
    [
      ['at the list price', usd(sum(false))],
      ['where nothing else uses up what the account has free', usd(sum(true))],
    ],
  )
}

const priceTable = (): string =>
  table(
    ['what', 'US dollars', 'for', 'free each month', 'price', 'figure read'],
    Object.values(PRICES).map(({ what, usd: amount, per, unit, free, source, seen }) => [
      what,
      amount < 0.001 ? amount.toFixed(10) : String(amount),
      `${per.toLocaleString('en')} ${unit}`,
      free === 0 ? '–' : free.toLocaleString('en'),
      `[AWS](${source})`,
      seen,
    ]),
  )

const measuredTable = ({ exchange, idle, pageUnits }: Measured): string =>
  table(
    ['measured', 'a question and its answer', 'a minute without any', 'a page of a list, at most'],
    [
      ['write units', String(exchange.wru), String(idle.wru), '0'],
      ['read units', String(exchange.rru), String(idle.rru), String(pageUnits)],
      [
        'calls of functions',
        Object.entries(exchange.calls)
          .map(([fn, count]) => `${fn} ${count}`)
          .join(', '),
        'tick 1',
        'api 1',
      ],
      ['messages in queues', String(exchange.queued), '0', '0'],
      ['growth of the table, KB', (exchange.bytes / 1024).toFixed(1), '0', '0'],
    ],
  )

const partsTable = (parts: readonly StackParts[]): string =>
  table(
    ['in the template', ...DEPLOYMENTS],
    [
      ['alarms', ...parts.map(({ alarms }) => String(alarms))],
      ['queues with a function behind', ...parts.map(({ queues }) => String(queues.length))],
      [
        'receives side by side at them',
        ...parts.map(({ queues }) => String(queues.reduce((sum, { pollers }) => sum + pollers, 0))),
      ],
      ['secrets', ...parts.map(({ secrets }) => String(secrets))],
    ],
  )

/** All tables of docs/cost.md, by the mark that they stand under. */
export const costTables = async (): Promise<Readonly<Record<string, string>>> => {
  const measured: Measured = { ...(await measureExchange()), pageUnits: MOST_UNITS }
  const parts = DEPLOYMENTS.map((name) => {
    const { template, deployment } = templateOf(name)
    return partsOf(template, deployment)
  })
  return {
    ...Object.fromEntries(
      DEPLOYMENTS.map((name, index) => [name, deploymentTable(parts[index] as StackParts, measured)]),
    ),
    inbox: inboxTable(parts[0] as StackParts),
    measured: measuredTable(measured),
    template: partsTable(parts),
    prices: priceTable(),
  }
}

/** A page with each table between its marks made anew. */
export const withCostTables = (page: string, tables: Readonly<Record<string, string>>): string =>
  Object.entries(tables).reduce((text, [mark, made]) => {
    const [begin, end] = [`<!-- cost: ${mark} -->`, `<!-- /cost: ${mark} -->`]
    const [before, rest] = text.split(begin)
    const after = rest?.split(end)[1]
    if (before === undefined || after === undefined) throw new Error(`the page needs the marks ${begin} and ${end}`)
    return `${before}${begin}\n\n${made}\n\n${end}${after}`
  }, page)
