import { beforeEach, describe, expect, test } from 'vitest'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import { failure } from '../../core/failures.ts'
import { getMessage } from '../../core/read.ts'
import { runRoutines, type RoutineResult, type ScheduledRoutine } from '../../core/routines.ts'
import type { AccountFact } from '../../core/schema/fact.ts'
import { tick } from '../../core/send/tick.ts'
import { routinesOf } from '../../functions/routines.ts'
import { createTick } from '../../functions/tick.ts'
import { ACCOUNT, CONFIG, createWorld, itemsOf, PRINCIPAL, textFact, type World } from '../support/world.ts'
import { ABOUT, accept, latestConversation, openConversations, says, told } from './edges-world.ts'

const MINUTE = 60_000

let world: World
let cursors: (string | undefined)[]
beforeEach(() => {
  world = createWorld()
  cursors = []
})

const routine = (
  run: (cursor: string | undefined, timeoutMs: number) => Promise<RoutineResult> | RoutineResult,
  change: Partial<ScheduledRoutine> = {},
): ScheduledRoutine => ({
  channel: 'whatsapp',
  connection: 'main',
  name: 'poll live',
  everyMs: 5 * MINUTE,
  run: async (cursor, timeoutMs) => {
    cursors.push(cursor)
    return run(cursor, timeoutMs)
  },
  ...change,
})
/** Counts its runs in its cursor. */
const counting = routine((cursor) => ({ facts: [], cursor: String(Number(cursor ?? 0) + 1) }))
const failures = () => world.logs.filter(({ event }) => event === 'routine_failed')

describe('a routine', () => {
  test('runs when it is due, each time from where it got to', async () => {
    for (let minute = 0; minute < 11; minute += 1) {
      await runRoutines(world.ctx, [counting])
      await world.clock.advance(MINUTE)
    }
    expect(cursors).toEqual([undefined, '1', '2'])
  })

  test('is run by one of two ticks', async () => {
    await Promise.all([runRoutines(world.ctx, [counting]), runRoutines(world.ctx, [counting])])
    expect(cursors).toEqual([undefined])
  })

  test('is left alone while it runs, and taken over from a tick that died', async () => {
    const never = routine(() => new Promise(() => undefined))
    void runRoutines(world.ctx, [never])
    await world.clock.advance(59_000)
    expect(await runRoutines(world.ctx, [counting])).toBe(0)
    await world.clock.advance(2000)
    expect(await runRoutines(world.ctx, [counting])).toBe(1)
  })

  test('that comes to its end after another took over changes nothing', async () => {
    const late = Promise.withResolvers<RoutineResult>()
    const running = runRoutines(world.ctx, [routine(() => late.promise)])
    await world.clock.advance(2 * MINUTE)
    await runRoutines(world.ctx, [counting])
    late.resolve({ facts: [], cursor: 'old' })
    await running
    await world.clock.advance(5 * MINUTE)
    await runRoutines(world.ctx, [counting])
    expect(cursors.at(-1)).toBe('1')
  })

  test('has what it brings recorded, once however often it brings it', async () => {
    const facts = [textFact('Missed by the webhook')]
    const same = routine(() => ({ facts, cursor: 'same' }))
    await runRoutines(world.ctx, [same])
    await world.clock.advance(5 * MINUTE)
    await runRoutines(world.ctx, [same])
    await world.settle()
    expect(await openConversations(world)).toMatchObject([{ preview: { text: 'Missed by the webhook' }, unread: 1 }])
  })

  test('that fails is logged without its words, holds up no other, and is due again with its cursor', async () => {
    await runRoutines(world.ctx, [counting])
    await world.clock.advance(5 * MINUTE)
    const failing = routine(() => Promise.reject(new TypeError('token abc refused')))
    const other = routine(() => ({ facts: [] }), { name: 'check live' })
    expect(await runRoutines(world.ctx, [failing, other])).toBe(2)
    expect(failures()).toEqual([
      { event: 'routine_failed', channel: 'whatsapp', connection: 'main', routine: 'poll live', error: 'TypeError' },
    ])
    await world.clock.advance(MINUTE)
    expect(await runRoutines(world.ctx, [counting])).toBe(0)
    await world.clock.advance(4 * MINUTE)
    await runRoutines(world.ctx, [counting])
    expect(cursors.filter((cursor) => cursor === '1')).toHaveLength(2)
  })

  test('whose facts cannot be written keeps its cursor', async () => {
    let down = false
    world = createWorld({
      memory: {
        before: ({ kind }) => {
          if (down && kind === 'put') throw new Error('the table is down')
        },
      },
    })
    const bringing = routine((cursor) => ({ facts: [textFact('Kept')], cursor: `${cursor ?? ''}+` }))
    down = true
    await runRoutines(world.ctx, [bringing])
    down = false
    await world.clock.advance(5 * MINUTE)
    await runRoutines(world.ctx, [bringing])
    expect(cursors).toEqual([undefined, undefined])
  })

  test('is not begun, nor given more time, than there is', async () => {
    const given: number[] = []
    const timed = routine((_, timeoutMs) => {
      given.push(timeoutMs)
      return { facts: [] }
    })
    expect(await runRoutines(world.ctx, [timed], world.clock.now() + 4000)).toBe(0)
    await runRoutines(world.ctx, [timed], world.clock.now() + 12_000)
    expect(given).toEqual([10_000])
  })
})

describe('the tick', () => {
  const [connection] = CONFIG.connections
  const runs: (readonly string[])[] = []
  const withPoll = (run: () => Promise<RoutineResult>): World => {
    const create: typeof whatsapp.create = (config, deps) => ({
      ...whatsapp.create(config, deps),
      templates: async () => ({ kind: 'page', templates: [] }),
      poll: {
        everyMs: MINUTE,
        run: async (_cursor, accounts) => {
          runs.push([deps.mode, ...accounts])
          return run()
        },
      },
    })
    const accounts = [
      { id: ACCOUNT, shop: 'shp_default' },
      { id: 'a test number', shop: 'shp_default', mode: 'test' as const },
    ]
    return createWorld({
      config: { ...CONFIG, connections: [{ ...connection!, adapter: { ...whatsapp, create }, accounts }] },
      environment: { PARLEY_SANDBOX_URL: 'http://127.0.0.1:9' },
    })
  }
  beforeEach(() => {
    runs.length = 0
  })

  test('runs what connections do on a schedule, for test accounts against the sandbox', async () => {
    world = withPoll(async () => ({ facts: [] }))
    await createTick(world.wired)({} as never)
    expect(new Set(runs)).toEqual(
      new Set([
        ['live', ACCOUNT],
        ['test', 'a test number'],
      ]),
    )
    expect(itemsOf(world, 'rtn#').map(({ pk, sk }) => [pk, sk])).toEqual([
      ['rtn#whatsapp/main', 'poll live'],
      ['rtn#whatsapp/main', 'poll test'],
      ['rtn#whatsapp/main', `templates live ${ACCOUNT}`],
      ['rtn#whatsapp/main', 'templates test a test number'],
    ])
  })

  test('wakes what is due before anything that may take long', async () => {
    world = withPoll(async () => {
      expect(world.woken).toHaveLength(1)
      return { facts: [] }
    })
    await says(world, 'Hello')
    await accept(world, await latestConversation(world), 'key')
    world.woken.length = 0
    await world.clock.advance(2 * MINUTE)
    await createTick(world.wired)({} as never)
    expect(runs).toHaveLength(2)
    expect(failures()).toEqual([])
  })

  test('ends a run that does not heed its signal', async () => {
    world = withPoll(() => new Promise(() => undefined))
    const [poll] = routinesOf(world.wired)
    await expect(poll?.run(undefined, 5)).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})

describe('an account of which a routine says', () => {
  const health = (id: string, health: AccountFact['health']): AccountFact => ({
    ...ABOUT,
    kind: 'account',
    id,
    event: id,
    ...(health ? { health } : {}),
    text: id,
    detail: {},
  })
  const hears = async (fact: AccountFact) => {
    await runRoutines(world.ctx, [routine(() => ({ facts: [fact] }), { everyMs: 1, name: `check ${fact.id}` })])
    await world.settle()
  }

  test('that it needs new credentials has its messages held until it says that it is well', async () => {
    await says(world, 'Hello')
    await hears(health('revoked', 'reauth_required'))
    // The first message tries whether it is true; no other does.
    world.outcomes.push({ kind: 'refused', failure: failure('credentials_invalid') })
    const { id } = await accept(world, await latestConversation(world), 'key')
    await world.settle()
    const { id: second } = await accept(world, await latestConversation(world), 'second')
    await world.settle()
    expect(world.sent).toHaveLength(1)
    expect((await getMessage(world.ctx, PRINCIPAL, id)).status).toBe('held')
    await world.clock.advance(MINUTE)
    await hears(health('granted again', 'healthy'))
    await world.clock.advance(5 * MINUTE)
    await tick(world.ctx)
    await world.settle()
    for (const message of [id, second]) expect((await getMessage(world.ctx, PRINCIPAL, message)).status).toBe('sent')
    const changes = (await told(world)).filter(({ type }) => type === 'channel.health_changed')
    expect(changes.map(({ data }) => data['health'])).toEqual(['reauth_required', 'healthy'])
  })
})
