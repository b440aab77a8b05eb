import type { Finding } from '../../adapters/setup.ts'
import { SetupError } from '../../adapters/setup.ts'
import { notChecked } from '../../adapters/setup-kit.ts'
import { CommandError } from '../command.ts'
import type { World } from '../world.ts'

/** One look at something. */
export interface Check {
  /** What it looks at, for the person who waits; part of the finding where it could not be done. */
  readonly what: string
  /** A connection as `channel/name`, `aws`, or `gateway`. */
  readonly where: string
  readonly run: (signal: AbortSignal) => Promise<readonly Finding[]>
}

export interface Found extends Finding {
  readonly where: string
}

/** Providers take their time with questions about settings. */
const LIMIT_MS = 30_000

const overdue = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const give = (): void => reject(new SetupError('There was no answer in time.'))
    if (signal.aborted) give()
    else signal.addEventListener('abort', give, { once: true })
  })

const wordsOf = (error: unknown): string =>
  error instanceof SetupError || error instanceof CommandError
    ? error.message
    : `It went wrong (${error instanceof Error ? error.name : 'error'}).`

const look = async ({ what, run }: Check, signal: AbortSignal): Promise<readonly Finding[]> => {
  try {
    return await Promise.race([run(signal), overdue(signal)])
  } catch (error) {
    return [notChecked(`Could not look at ${what}. ${wordsOf(error)}`)]
  }
}

/** All of them at once. One that cannot be done, or takes too long, is a finding itself. */
export const runChecks = async (
  { progress, signal }: Pick<World, 'progress' | 'signal'>,
  checks: readonly Check[],
  limitMs: number = LIMIT_MS,
): Promise<readonly Found[]> => {
  let done = 0
  const tell = (): void => progress(`Looking: ${done} of ${checks.length}`)
  tell()
  const found = await Promise.all(
    checks.map(async (check) => {
      const findings = await look(check, AbortSignal.any([signal, AbortSignal.timeout(limitMs)]))
      done += 1
      tell()
      return findings.map((finding) => ({ where: check.where, ...finding }))
    }),
  )
  progress('')
  return found.flat()
}
