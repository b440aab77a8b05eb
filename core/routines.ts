import { compact } from './compact.ts'
import type { Context } from './context.ts'
import type { Guard, Item } from './ports.ts'
import { recordFacts } from './record.ts'
import type { InboundFact } from './schema/fact.ts'
import { routineKey } from './store/keys.ts'

/** What a run of a routine brought, and where the next one goes on. */
export interface RoutineResult {
  readonly facts: readonly InboundFact[]
  readonly cursor?: string
}

/** Something a connection does on a schedule, made ready to be run. */
export interface ScheduledRoutine {
  readonly channel: string
  readonly connection: string
  /** Tells the routines of a connection apart, such as `poll live`. */
  readonly name: string
  readonly everyMs: number
  /** Gives up, by throwing, after `timeoutMs`. */
  readonly run: (cursor: string | undefined, timeoutMs: number) => Promise<RoutineResult>
}

const LONGEST_MS = 40_000
/** What is not worth beginning: a request and its answer take some time. */
const SHORTEST_MS = 3000
/** For writing down what came of it. */
const MARGIN_MS = 2000
/** Its runs never last so long: whoever holds it after that is dead. */
const LEASE_MS = LONGEST_MS + 20_000
const PARALLEL = 4

interface Claim {
  readonly cursor: string | undefined
  readonly at: number
  readonly turn: number
  /** The latest news that asked for a run, when this one began. */
  readonly wanted: string | undefined
}

const numberOf = (item: Item | undefined, name: string): number => Number(item?.[name] ?? 0)

const wordOf = (item: Item | undefined, name: string): string | undefined =>
  item?.[name] === undefined ? undefined : String(item[name])

/** Whether its time has come, or somebody asked for it since it last ran through. */
const isDue = (known: Item | undefined, at: number): boolean =>
  numberOf(known, 'due') <= at || wordOf(known, 'wanted') !== wordOf(known, 'served')

/** Takes the turn where one is due: of two ticks at once, one gets it. */
const claim = async (ctx: Context, routine: ScheduledRoutine): Promise<Claim | undefined> => {
  const key = routineKey(routine.channel, routine.connection, routine.name)
  const known = await ctx.table.get(key, { consistent: true })
  const at = ctx.now()
  if (!isDue(known, at) || numberOf(known, 'lease') > at) return undefined
  const turn = numberOf(known, 'turn') + 1
  // It may have been asked for before it ever ran.
  const asRead: Guard = known?.['turn'] === undefined ? { absent: 'turn' } : { eq: ['turn', turn - 1] }
  const taken = await ctx.table.update(key, { set: { v: 1, turn, lease: at + LEASE_MS } }, asRead)
  return taken && { cursor: wordOf(known, 'cursor'), at, turn, wanted: wordOf(known, 'wanted') }
}

/**
 * Asks for a run with the next tick, because of some news. `order` tells news apart and which is later: the same again, or
 * older news, asks for nothing.
 */
export const wantRoutine = async (
  ctx: Pick<Context, 'table'>,
  { channel, connection, name }: Pick<ScheduledRoutine, 'channel' | 'connection' | 'name'>,
  order: string,
): Promise<void> => {
  const later: Guard = { any: [{ absent: 'wanted' }, { lt: ['wanted', order] }] }
  await ctx.table.update(routineKey(channel, connection, name), { set: { wanted: order } }, later)
}

/**
 * Ends the turn; one that lasted so long that somebody else took the next changes nothing. What was asked for meanwhile, or
 * could not be done, is still asked for.
 */
const finish = async (
  ctx: Context,
  routine: ScheduledRoutine,
  { at, turn }: Claim,
  { cursor, served }: { readonly cursor: string | undefined; readonly served: string | undefined },
) => {
  const key = routineKey(routine.channel, routine.connection, routine.name)
  const change = {
    set: { due: at + routine.everyMs, ...compact({ cursor, served }) },
    remove: cursor === undefined ? ['lease', 'cursor'] : ['lease'],
  }
  await ctx.table.update(key, change, { eq: ['turn', turn] })
}

const runOne = async (ctx: Context, routine: ScheduledRoutine, deadline: number): Promise<boolean> => {
  const { channel, connection, name } = routine
  if (deadline - ctx.now() - MARGIN_MS < SHORTEST_MS) return false
  const turn = await claim(ctx, routine)
  if (turn === undefined) return false
  const fields = { channel, connection, routine: name }
  let next: Parameters<typeof finish>[3] = { cursor: turn.cursor, served: undefined }
  try {
    const { facts, cursor } = await routine.run(turn.cursor, Math.min(LONGEST_MS, deadline - ctx.now() - MARGIN_MS))
    const recorded = await recordFacts(ctx, { channel, connection, receivedAt: ctx.now(), facts })
    next = { cursor, served: turn.wanted }
    ctx.log('routine', { ...fields, ...recorded })
  } catch (error) {
    // The name alone: a message may hold anything. It is due again with the cursor it had.
    ctx.log('routine_failed', { ...fields, error: error instanceof Error ? error.name : 'unknown' })
  }
  await finish(ctx, routine, turn, next)
  return true
}

/**
 * Runs what is due, each routine by one tick at a time, and records what it brings like a webhook's facts. Nothing is begun
 * that could not be finished before `deadline` (ms since epoch); what fails is logged and due again later. Answers how
 * many ran.
 */
export const runRoutines = async (
  ctx: Context,
  routines: readonly ScheduledRoutine[],
  deadline = Infinity,
): Promise<number> => {
  const queue = routines.values()
  let ran = 0
  const worker = async (): Promise<void> => {
    for (const routine of queue) if (await runOne(ctx, routine, deadline)) ran += 1
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
  return ran
}
