import { deflateSync, inflateSync } from 'node:zlib'
import type { Context as Call } from 'hono'
import type { Context } from '../../core/context.ts'
import type { Item, Key } from '../../core/ports.ts'
import { Problem } from '../../core/problem.ts'
import { callAboutKey, callKey } from '../../core/store/keys.ts'
import type { ApiEnv } from './env.ts'
import { problemAnswer } from './problems.ts'

/** So long an answer is told again, and the key stands for its call. */
const KEPT_MS = 24 * 3_600_000
/** A call without an answer after so long died: longer than the function may run. */
const LEASE_MS = 60_000

type Store = Pick<Context, 'table' | 'hash' | 'now' | 'nonce'>

/** A call as its Idempotency-Key names it. */
interface Named {
  readonly key: Key
  /** Of all that was asked: path, parameters and body. */
  readonly asked: string
}

const reused = (): Problem =>
  new Problem('idempotency_key_reused', 'This Idempotency-Key was used with another request.', [
    { path: 'Idempotency-Key', message: 'use a new key for another request' },
  ])

const inProgress = (): Problem =>
  new Problem('idempotency_in_progress', 'The first call with this Idempotency-Key is still being worked on.')

/** Claims the call for this worker: unless it was answered, or another works on it. */
const claim = async ({ table, now }: Store, { key, asked }: Named, by: string): Promise<boolean> => {
  const at = now()
  const until = at + KEPT_MS
  return table.put(
    { ...key, v: 1, asked, by, lease: at + LEASE_MS, until, ttl: Math.ceil(until / 1000) },
    {
      any: [
        { absent: 'pk' },
        // What is deleted by its time is deleted some day.
        { lt: ['until', at] },
        { all: [{ absent: 'status' }, { lt: ['lease', at] }, { eq: ['asked', asked] }] },
      ],
    },
  )
}

/** Kept with an answer beside its body. */
const HEADERS = ['content-type', 'etag', 'location'] as const

/** Of whom a call was, and what it was answered: an answer goes with them when they are erased. */
const IDS = /\b(?:cnv|ctc)_[A-Za-z0-9_-]{22}/g

const keep = async (store: Store, key: Key, by: string, asked: string, response: Response): Promise<void> => {
  const { table } = store
  const text = await response.clone().text()
  const ttl = Math.ceil((store.now() + KEPT_MS) / 1000)
  for (const id of new Set(`${asked} ${text}`.match(IDS))) await table.put({ ...callAboutKey(id, key), v: 1, ttl })
  const body = deflateSync(text).toString('base64')
  const headers = HEADERS.flatMap((name) => (response.headers.get(name) ? [[name, response.headers.get(name)]] : []))
  await table.update(
    key,
    {
      set: {
        status: response.status,
        headers: JSON.stringify(headers),
        body,
      },
      remove: ['lease'],
    },
    { eq: ['by', by] },
  )
}

const answerIn = (c: Call<ApiEnv>, item: Item): Response => {
  const body = inflateSync(Buffer.from(String(item['body']), 'base64')).toString()
  const headers = Object.fromEntries(JSON.parse(String(item['headers'])) as [string, string][])
  const status = Number(item['status'])
  c.header('idempotency-replayed', 'true')
  return status === 204 ? c.body(null, 204) : c.body(body, status as 200, headers)
}

/**
 * Carries out a call once for its Idempotency-Key. Whoever repeats it is told the first answer; who asks something else by
 * the same key is refused, as is who asks while the first call is being worked on. What came to a problem, or failed, may be
 * tried again by the same key: every operation can be begun again where it was left.
 */
export const once = async (
  store: Store,
  c: Call<ApiEnv>,
  { operation, idempotencyKey, asked }: { operation: string; idempotencyKey: string; asked: string },
  work: () => Promise<Response>,
): Promise<Response> => {
  const { name, shop } = c.get('principal')
  const named: Named = {
    key: callKey(store.hash, name, shop, operation, idempotencyKey),
    asked: store.hash('asked', asked),
  }
  const by = store.nonce()
  if (!(await claim(store, named, by))) {
    const item = await store.table.get(named.key, { consistent: true })
    if (item && item['asked'] !== named.asked) throw reused()
    if (item?.['status'] === undefined) return problemAnswer(c, inProgress(), { 'retry-after': '1' })
    return answerIn(c, item)
  }
  // Where not even this can be written, the lease ends it.
  const release = () => store.table.delete(named.key, { eq: ['by', by] }).catch(() => false)
  try {
    const response = await work()
    await keep(store, named.key, by, asked, response)
    return response
  } catch (error) {
    await release()
    throw error
  }
}
