import { randomUUID } from 'node:crypto'
import type { AdapterDeps } from './adapter.ts'
import { readJson, type Json, record } from './json.ts'
import { type Finding, type SetupAt, SetupError } from './setup.ts'

/** What a provider, or the gateway, answered. */
export interface Answer {
  readonly status: number
  readonly text: string
  /** An empty object where the body is no JSON. */
  readonly json: Json
}

/** Whether a request may be made again without harm, and later may be answered. */
const passing = (status: number): boolean => status === 429 || status >= 500

/**
 * One question. Throws {@link SetupError} where nobody answers or the provider is not well; a refusal is an answer. Names the
 * host alone: queries hold tokens.
 */
export const ask = async (
  { fetch }: Pick<SetupAt, 'fetch'>,
  url: string,
  init: RequestInit,
  signal: AbortSignal,
): Promise<Answer> => {
  const { host } = new URL(url)
  const response = await fetch(url, { ...init, signal, redirect: 'manual' }).catch(() => {
    throw new SetupError(`${host} does not answer.`)
  })
  if (passing(response.status)) throw new SetupError(`${host} answers ${response.status}.`)
  const text = await response.text().catch(() => {
    throw new SetupError(`${host} broke off its answer.`)
  })
  return { status: response.status, text, json: record(readJson(text)) }
}

/** A finding for a question that could not be asked: that nothing is known is to be known. */
export const notChecked = (message: string, fix = 'Say parley doctor again in some minutes.'): Finding => ({
  code: 'not_checked',
  level: 'error',
  message,
  fix,
})

/** Several looks, each on its own: one that cannot be taken is a finding beside what the others found. */
export const gather = async (...looks: readonly (() => Promise<readonly Finding[]>)[]): Promise<readonly Finding[]> => {
  const found = await Promise.all(
    looks.map((look) =>
      look().catch((error: unknown) => {
        if (error instanceof SetupError) return [notChecked(error.message)]
        throw error
      }),
    ),
  )
  return found.flat()
}

/** The newest value of a secret; undefined where none is set. */
export const newest = ({ secrets }: Pick<SetupAt, 'secrets'>, name: string): string | undefined =>
  secrets[name]?.find((value) => value !== '')

/**
 * What an adapter's own client needs. Without credentials that renew themselves: a refresh token is used up by using it, and
 * belongs to the gateway.
 */
export const depsOf = ({ fetch, now, secrets, aws, webhookUrl }: SetupAt): AdapterDeps => ({
  fetch,
  fetchPublic: fetch,
  mode: 'live',
  now,
  nonce: randomUUID,
  secrets,
  credentials: { read: async () => ({ value: '', version: 0 }), write: async () => false },
  aws,
  publicUrl: new URL(webhookUrl).origin,
  webhookUrl,
})

/** What the gateway answers to a provider's check of the webhook; undefined where it does not answer, which is found elsewhere. */
export const handshakeWith = async (
  at: Pick<SetupAt, 'fetch' | 'webhookUrl'>,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Answer | undefined> => {
  try {
    return await ask(at, `${at.webhookUrl}?${new URLSearchParams(query).toString()}`, { method: 'GET' }, signal)
  } catch (error) {
    if (error instanceof SetupError) return undefined
    throw error
  }
}

/** Says with which words the answer to the check was wrong. */
export const secretElsewhere = (code: string, what: string): Finding => ({
  code,
  level: 'error',
  message: `The gateway does not know this ${what}: the provider’s check of the webhook would fail.`,
  fix: 'A new secret counts within a minute. Look with parley secrets list whether it is set where the gateway is deployed.',
})
