import type { AwsAccess } from '../../adapters/adapter.ts'
import { chunks } from '../../core/chunks.ts'

/** Most names that one call of GetParameters takes. */
const NAMES_A_CALL = 10
const TRIES = 4
/** A try that has no answer after so long has failed, in ms. */
const TIMEOUT_MS = 3_000
/** Before the second try, in ms; twice as long before each further one, and as much again by chance. */
const PAUSE_MS = 100

/** Secrets could not be read. Says which service and which of its errors, never a value. */
class ParametersError extends Error {
  override readonly name = 'ParametersError'
}

export interface ParametersOptions {
  readonly fetch: typeof globalThis.fetch
  readonly access: AwsAccess
  /** Of the service, where it is not AWS's own. */
  readonly endpoint?: string | undefined
  readonly random: () => number
  readonly sleep: (ms: number) => Promise<void>
}

/**
 * Values by name; a name that does not exist is not among them. A value is decrypted once and again only after it was written:
 * KMS takes money for each time, Parameter Store takes none for telling the encrypted form, which is another one after each write.
 */
export type Parameters = (names: readonly string[]) => Promise<Readonly<Record<string, string>>>

interface Answer {
  readonly Parameters?: readonly { readonly Name: string; readonly Value: string }[]
}

/** The kind of an error as AWS's JSON protocol names it, without its namespace. */
const kindOf = async (response: Response): Promise<string> => {
  const body: unknown = await response.json().catch(() => undefined)
  const type = typeof body === 'object' && body !== null && '__type' in body ? String(body.__type) : ''
  return type.slice(type.lastIndexOf('#') + 1) || `status ${response.status}`
}

/**
 * Reads SecureStrings of SSM Parameter Store, decrypted. By its JSON protocol and not by the SDK: one call is not worth the
 * size of a further client in every function.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
 */
export const createParameters = ({ fetch, access, endpoint, random, sleep }: ParametersOptions): Parameters => {
  const url = endpoint ?? `https://ssm.${access.region}.amazonaws.com/`
  const ask = async (names: readonly string[], decrypted: boolean): Promise<Answer | string> => {
    const body = JSON.stringify({ Names: names, WithDecryption: decrypted })
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetParameters' }
    try {
      const signed = await access.sign('ssm', { method: 'POST', url, headers, body })
      const response = await fetch(url, {
        method: 'POST',
        headers: signed,
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      if (response.ok) return (await response.json()) as Answer
      const kind = await kindOf(response)
      // Throttling comes as 400 too; what else is refused is refused again.
      if (response.status < 500 && response.status !== 429 && !/Throttl|TooMany/.test(kind))
        throw new ParametersError(`SSM GetParameters: ${kind}`)
      return kind
    } catch (error) {
      if (error instanceof ParametersError) throw error
      return error instanceof Error ? error.name : 'no answer'
    }
  }
  const patiently = async (names: readonly string[], decrypted: boolean, tried = 1): Promise<Answer> => {
    const answer = await ask(names, decrypted)
    if (typeof answer !== 'string') return answer
    if (tried === TRIES) throw new ParametersError(`SSM GetParameters: ${answer}`)
    await sleep(PAUSE_MS * 2 ** (tried - 1) * (1 + random()))
    return patiently(names, decrypted, tried + 1)
  }
  const read = async (names: readonly string[], decrypted: boolean): Promise<ReadonlyMap<string, string>> => {
    const answers = await Promise.all(chunks(names, NAMES_A_CALL).map((chunk) => patiently(chunk, decrypted)))
    return new Map(
      answers.flatMap(({ Parameters = [] }) => Parameters.map(({ Name, Value }) => [Name, Value] as const)),
    )
  }
  const known = new Map<string, { readonly encrypted: string; readonly value: string }>()
  return async (names) => {
    const encrypted = await read(names, false)
    const changed = [...encrypted].filter(([name, form]) => known.get(name)?.encrypted !== form)
    const values = await read(
      changed.map(([name]) => name),
      true,
    )
    // One that is written between the two readings has the form of before, so that it is read once more the next time.
    for (const [name, form] of changed) {
      const value = values.get(name)
      if (value !== undefined) known.set(name, { encrypted: form, value })
    }
    return Object.fromEntries(
      [...encrypted.keys()].flatMap((name) => {
        const value = known.get(name)?.value
        return value === undefined ? [] : [[name, value]]
      }),
    )
  }
}
