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
}

const numberOf = (item: Item | undefined, name: string): number => Number(item?.[name] ?? 0)

/** Takes the turn where one is due: of two ticks at once, one gets it. */
const claim = async (ctx: Context, routine: ScheduledRoutine): Promise<Claim | undefined> => {
  const key = routineKey(routine.channel, routine.connection, routine.name)
  const known = await ctx.table.get(key, { consistent: true })
  const at = ctx.now()
  if (numberOf(known, 'due') > at || numberOf(known, 'lease') > at) return undefined
  const turn = numberOf(known, 'turn') + 1
  const asRead: Guard = known === undefined ? { absent: 'pk' } : { eq: ['turn', turn - 1] }
  const taken = await ctx.table.update(key, { set: { v: 1, turn, lease: at + LEASE_MS } }, asRead)
  return taken && { cursor: known?.['cursor'] === undefined ? undefined : String(known['cursor']), at, turn }
}

/** Ends the turn; one that lasted so long that somebody else took the next changes nothing. */
const finish = async (ctx: Context, routine: ScheduledRoutine, { at, turn }: Claim, cursor: string | undefined) => {
  const key = routineKey(routine.channel, routine.connection, routine.name)
  const change = {
    set: { due: at + routine.everyMs, ...(cursor === undefined ? {} : { cursor }) },
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
  let next = turn.cursor
  try {
    const { facts, cursor } = await routine.run(turn.cursor, Math.min(LONGEST_MS, deadline - ctx.now() - MARGIN_MS))
    const recorded = await recordFacts(ctx, { channel, connection, receivedAt: ctx.now(), facts })
    next = cursor
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
