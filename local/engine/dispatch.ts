import { compact } from '../../core/compact.ts'
import { type Level, type Store, operations } from './dynalite.ts'
import { type MeteredRequest, readUnits, writeUnits } from './meter.ts'
import { type Observed, createRequestStore } from './request-store.ts'
import { type StoredItem, itemBytes } from './size.ts'
import { type ItemWrite, type PlannedWrite, planWrite } from './write.ts'

/** An answer of DynamoDB's JSON protocol. */
export interface Answer {
  readonly status: number
  readonly body: string
}
/** Carries out one request: the X-Amz-Target header and the body, as the protocol has them. Never rejects. */
export type Dispatch = (target: string, body: string) => Promise<Answer>

export interface DispatchOptions {
  readonly store: Store & { readonly db: Level }
  /** Commits a planned write with its stream record. */
  readonly commit: (write: ItemWrite, plan: PlannedWrite) => Promise<void>
  readonly count: (request: MeteredRequest) => void
  /** Told of what dynalite or LevelDB should not have thrown; the caller gets a 500, which the SDK tries again. */
  readonly onError: (error: unknown) => void
}

export const createDispatch =
  ({ store, commit, count, onError }: DispatchOptions): Dispatch =>
  async (target, body) => {
    const name = target.split('.').at(-1) ?? ''
    const operation = operations.get(name)
    if (!operation) return refusal('UnknownOperationException', 'the local engine has no such operation')

    const fail = (error: unknown): Answer => {
      if (isAnswer(error)) return { status: error.statusCode, body: JSON.stringify(error.body) }
      onError(error)
      return { status: 500, body: JSON.stringify({ __type: 'InternalServerError', message: 'internal error' }) }
    }

    let data: Record<string, unknown>
    try {
      data = operation.check(JSON.parse(body), store)
    } catch (error) {
      return error instanceof SyntaxError ? refusal('SerializationException', 'the body is no JSON') : fail(error)
    }

    let plan: PlannedWrite | undefined
    return new Promise((resolve) => {
      const request = createRequestStore({
        store,
        commit: async (write) => {
          const planned = planWrite(write)
          await commit(write, planned)
          plan = planned
        },
        fail: (error) => resolve(fail(error)),
      })
      const finish = (error: unknown, result: object | undefined): void => {
        count(metered(name, data, { error, result, plan, seen: request.seen }))
        resolve(error ? fail(error) : { status: 200, body: JSON.stringify(result ?? {}) })
      }
      try {
        operation.run(request.store, data, finish)
      } catch (error) {
        resolve(fail(error))
      }
    })
  }

interface AnswerError {
  readonly statusCode: number
  readonly body: unknown
}
/** dynalite's errors that are answers carry the answer. */
const isAnswer = (error: unknown): error is AnswerError =>
  typeof error === 'object' && error !== null && 'statusCode' in error && 'body' in error

const refusal = (type: string, message: string): Answer => ({
  status: 400,
  body: JSON.stringify({ __type: `com.amazon.coral.service#${type}`, message }),
})

interface Outcome {
  readonly error: unknown
  readonly result: object | undefined
  readonly plan: PlannedWrite | undefined
  readonly seen: Observed
}

const metered = (operation: string, data: Record<string, unknown>, outcome: Outcome): MeteredRequest => {
  const key = keyOf(data)
  const { write = 0, read = 0, indexes = {} } = units(operation, data['ConsistentRead'] === true, outcome)
  return { operation, ...(key && { key }), write, read, indexes }
}

const units = (
  operation: string,
  consistent: boolean,
  { error, result, plan, seen }: Outcome,
): Partial<Omit<MeteredRequest, 'operation' | 'key'>> => {
  if (plan) return { write: plan.write + sum(Object.values(plan.indexes)), indexes: plan.indexes }
  if (isConditionFailure(error)) return { write: writeUnits(seen.before, undefined) }
  if (error) return {}
  if (operation === 'GetItem') return { read: readUnits(seen.before ? itemBytes(seen.before) : 0, consistent) }
  if (result && 'ScannedCount' in result)
    return { read: readUnits(sum(seen.scanned.slice(0, Number(result.ScannedCount))), consistent) }
  return {}
}

const isConditionFailure = (error: unknown): boolean =>
  isAnswer(error) && JSON.stringify(error.body).includes('ConditionalCheckFailedException')

const keyOf = (data: Record<string, unknown>): MeteredRequest['key'] => {
  const item = (data['Key'] ?? data['Item']) as StoredItem | undefined
  return item && compact({ pk: item['pk']?.S, sk: item['sk']?.S })
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
