import type { ChannelAdapter, Routine } from '../adapters/adapter.ts'
import type { Account } from '../core/schema/directory.ts'
import type { RoutineResult, ScheduledRoutine } from '../core/routines.ts'
import { syncTemplates, templatesRoutine, type TemplatePage } from '../core/templates/sync.ts'
import type { Wired } from './wire.ts'

/** Ends a run that takes too long, also one that does not heed its signal. */
const within = async (
  timeoutMs: number,
  run: (signal: AbortSignal) => Promise<RoutineResult>,
): Promise<RoutineResult> => {
  const controller = new AbortController()
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const error = new DOMException('the routine took too long', 'TimeoutError')
    controller.abort(error)
    reject(error)
  }, timeoutMs)
  try {
    return await Promise.race([run(controller.signal), late])
  } finally {
    clearTimeout(timer)
  }
}

const NAMES = ['poll', 'check'] as const
const MODES = ['live', 'test'] as const

const scheduled = (
  { channel, connection }: Pick<Account, 'channel' | 'connection'>,
  name: string,
  { everyMs, run }: Routine,
  accounts: readonly string[],
): ScheduledRoutine => ({
  channel,
  connection,
  name,
  everyMs,
  run: (cursor, timeoutMs) => within(timeoutMs, (signal) => run(cursor, accounts, signal)),
})

const HOUR_MS = 3_600_000

/** A provider that does not tell: the name is what is logged. */
const refused = (code: string): Error => Object.assign(new Error('the provider refused'), { name: code })

/** Reads the templates of one account, so that an account in trouble holds up no other. */
const templates = (
  ctx: Wired['ctx'],
  account: Account,
  ask: NonNullable<ChannelAdapter['templates']>,
): ScheduledRoutine => ({
  channel: account.channel,
  connection: account.connection,
  name: templatesRoutine(account),
  everyMs: HOUR_MS,
  run: (_cursor, timeoutMs) =>
    within(timeoutMs, async (signal) => {
      const page = async (cursor: string | undefined): Promise<TemplatePage> => {
        const outcome = await ask(account.id, cursor, signal)
        if (outcome.kind === 'refused') throw refused(outcome.failure.code)
        return outcome
      }
      await syncTemplates(ctx, account, page)
      return { facts: [] }
    }),
})

/** Everything the configured connections do on a schedule: accounts in mode `test` apart, against the sandbox. */
export const routinesOf = ({ ctx, connections }: Pick<Wired, 'ctx' | 'connections'>): readonly ScheduledRoutine[] => {
  const { directory } = ctx
  return directory.connections().flatMap(({ channel, name: connection }) =>
    MODES.flatMap((mode) => {
      const own = directory
        .accounts()
        .filter((a) => a.channel === channel && a.connection === connection && a.mode === mode)
      const accounts = own.map(({ id }) => id)
      const [first] = accounts
      const adapter: ChannelAdapter | undefined =
        first === undefined ? undefined : connections.of(channel, connection, first)?.adapter
      const ask = adapter?.templates
      return [
        ...NAMES.flatMap((name) => {
          const routine = adapter?.[name]
          return routine ? [scheduled({ channel, connection }, `${name} ${mode}`, routine, accounts)] : []
        }),
        ...(ask ? own.map((account) => templates(ctx, account, ask)) : []),
      ]
    }),
  )
}
