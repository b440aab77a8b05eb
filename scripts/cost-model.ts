import type { Deployment } from '../adapters/deployment.ts'
import { FUNCTIONS, type FunctionName } from '../functions/aws/shape.ts'
import type { Template, TemplateResource } from '../infra/guard.ts'
import type { Exchange, IdleMinute } from '../test/support/budgets.ts'
import type { PriceName } from './prices.ts'

/** Of a month of average length. */
const MINUTES = (365 * 24 * 60) / 12
const MONTHS = 12
const GB = 2 ** 30
/** Requests with which a message passes a queue: sent, received, deleted. */
const QUEUE_REQUESTS = 3
/** A receive that finds nothing waits so long for something to come. */
const POLLS_A_MINUTE = 3
/**
 * Receives side by side at an idle queue: five, or two where Lambda may reduce them, which it does not do under a maximum concurrency.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const POLLERS = { limited: 5, free: 2 } as const

/** What is taken and not measured, on the high side: the functions have not run on Lambda yet. */
export const TAKEN = {
  /** Milliseconds that a call is paid for. Those that wait for a provider take longest. */
  ms: { webhook: 200, inbound: 500, project: 200, deliver: 1000, notify: 1000, jobs: 1000, api: 300, tick: 200 },
  /** Log of a call, Lambda's own lines among it, and of an HTTP request, in bytes. */
  callLog: 1000,
  requestLog: 500,
  /** Calls of the API by which a helpdesk shows one question: a list, and the conversation. */
  shows: 2,
  /** An inbox page that is seen through the working hours of a month: how often it looks at the feed, and what a look reads. */
  page: { hours: 160, everySeconds: 2, readUnits: 4 },
  /** How long Lambda keeps an environment that is called all the time, in hours, before it begins anew. */
  environmentHours: 1,
} as const satisfies Record<string, unknown> & { readonly ms: Readonly<Record<FunctionName, number>> }

/** What a stack costs by being there. */
export interface StackParts {
  readonly alarms: number
  readonly dashboards: number
  readonly secrets: number
  readonly memoryMb: Readonly<Record<FunctionName, number>>
  readonly queues: readonly { readonly fifo: boolean; readonly pollers: number }[]
}

export interface Measured {
  readonly exchange: Exchange
  readonly idle: IdleMinute
  /** Read units of one page at most. */
  readonly pageUnits: number
}

const property = (resource: TemplateResource | undefined, name: string): unknown => resource?.Properties?.[name]

/** Reads out of a template what has a price. */
export const partsOf = ({ Resources }: Template, { name, secrets }: Deployment): StackParts => {
  const of = (type: string): readonly TemplateResource[] =>
    Object.values(Resources).filter((resource) => resource.Type === type)
  const memory = (fn: FunctionName): number =>
    Number(
      property(
        of('AWS::Lambda::Function').find((one) => property(one, 'FunctionName') === `${name}-${fn}`),
        'MemorySize',
      ),
    )
  const queues = of('AWS::Lambda::EventSourceMapping').flatMap((mapping) => {
    const [queue] = (property(mapping, 'EventSourceArn') as { readonly 'Fn::GetAtt': readonly string[] })['Fn::GetAtt']
    const source = Resources[queue ?? '']
    if (source?.Type !== 'AWS::SQS::Queue') return []
    const pollers = property(mapping, 'ScalingConfig') === undefined ? POLLERS.free : POLLERS.limited
    return [{ fifo: property(source, 'FifoQueue') === true, pollers }]
  })
  return {
    alarms: of('AWS::CloudWatch::Alarm').length,
    dashboards: of('AWS::CloudWatch::Dashboard').length,
    secrets: secrets.length,
    memoryMb: Object.fromEntries(FUNCTIONS.map((fn) => [fn, memory(fn)])) as Record<FunctionName, number>,
    queues,
  }
}

const callsOf = ({ exchange }: Measured, exchanges: number): ReadonlyMap<FunctionName, number> =>
  new Map(
    FUNCTIONS.map((fn) => {
      if (fn === 'tick') return [fn, MINUTES]
      const shown = fn === 'api' ? TAKEN.shows : 0
      return [fn, ((exchange.calls[fn] ?? 0) + shown) * exchanges]
    }),
  )

const polls = (parts: StackParts, fifo: boolean): number =>
  parts.queues.reduce((sum, queue) => sum + (queue.fifo === fifo ? queue.pollers * POLLS_A_MINUTE * MINUTES : 0), 0)

/**
 * Units of a month in which so many messages pass, half of them in and half out, after a year of such months. A function decrypts
 * the secrets where its environment begins, each by a request to KMS; later only those that were written since.
 */
export const usageOf = (
  parts: StackParts,
  measured: Measured,
  messages: number,
): Readonly<Record<PriceName, number>> => {
  const { exchange, idle, pageUnits } = measured
  const exchanges = messages / 2
  const calls = callsOf(measured, exchanges)
  const total = (of: (fn: FunctionName, count: number) => number): number =>
    [...calls].reduce((sum, [fn, count]) => sum + of(fn, count), 0)
  const requests = (calls.get('webhook') ?? 0) + (calls.get('api') ?? 0)
  const stored = (exchange.bytes * exchanges * MONTHS) / GB
  return {
    write: exchange.wru * exchanges + idle.wru * MINUTES,
    read: (exchange.rru + TAKEN.shows * pageUnits) * exchanges + idle.rru * MINUTES,
    storage: stored,
    recovery: stored,
    invocation: total((_, count) => count),
    duration: total((fn, count) => (count * parts.memoryMb[fn] * TAKEN.ms[fn]) / 1024 / 1000),
    http: requests,
    standard: polls(parts, false),
    fifo: polls(parts, true) + exchange.queued * exchanges * QUEUE_REQUESTS,
    decryption: total((_, count) => Math.min(count, MINUTES / 60 / TAKEN.environmentHours)) * parts.secrets,
    alarm: parts.alarms,
    dashboard: parts.dashboards,
    logs: (total((_, count) => count) * TAKEN.callLog + requests * TAKEN.requestLog) / GB,
  }
}

/** Units of a month in which one inbox page is open through the working hours, whatever else happens. */
export const pageUsageOf = ({ memoryMb }: StackParts): Partial<Readonly<Record<PriceName, number>>> => {
  const { hours, everySeconds, readUnits } = TAKEN.page
  const looks = (hours * 3600) / everySeconds
  return {
    read: looks * readUnits,
    invocation: looks,
    duration: (looks * memoryMb.api * TAKEN.ms.api) / 1024 / 1000,
    http: looks,
    logs: (looks * (TAKEN.callLog + TAKEN.requestLog)) / GB,
  }
}
