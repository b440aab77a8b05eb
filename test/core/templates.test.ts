import { beforeEach, describe, expect, test } from 'vitest'
import type { TemplateFact } from '../../core/schema/fact.ts'
import type { Account } from '../../core/schema/directory.ts'
import type { ChannelTemplate } from '../../core/schema/template.ts'
import { runRoutines, wantRoutine } from '../../core/routines.ts'
import { listTemplates } from '../../core/templates/list.ts'
import { syncTemplates, templatesRoutine } from '../../core/templates/sync.ts'
import { fill, rendered, valuesOf, variablesOf } from '../../core/templates/variables.ts'
import { routineKey, templateKey, templatesMark, templatesPk } from '../../core/store/keys.ts'
import { routinesOf } from '../../functions/routines.ts'
import type { Operation } from '../support/memory-table.ts'
import { ACCOUNT, createWorld, itemsOf, PRINCIPAL, type World } from '../support/world.ts'
import { templateOf } from '../support/templates.ts'
import { told } from './edges-world.ts'

const HOUR = 3_600_000

let world: World
let account: Account
let interrupt: ((operation: Operation) => Promise<unknown> | undefined) | undefined
beforeEach(() => {
  interrupt = undefined
  world = createWorld({ memory: { before: async (operation) => void (await interrupt?.(operation)) } })
  account = world.ctx.directory.account('whatsapp', 'main', ACCOUNT) as Account
})

/** Lets something happen right before the first operation that matches. */
const before = (matches: (operation: Operation) => boolean, run: () => Promise<unknown>): void => {
  interrupt = (operation) => {
    if (!matches(operation)) return undefined
    interrupt = undefined
    return run()
  }
}

const sync = (...templates: ChannelTemplate[]) => syncTemplates(world.ctx, account, async () => ({ templates }))
const names = async (): Promise<string[]> =>
  (await listTemplates(world.ctx, PRINCIPAL, { limit: 100 })).data.map(({ name, status }) => `${name} ${status}`)

describe('what is kept of templates', () => {
  test('is what the provider has: changed where that changed, gone where it is gone', async () => {
    expect(await sync(templateOf('a'), templateOf('b'))).toEqual({ changed: 2, gone: 0 })
    expect(await names()).toEqual(['a approved', 'b approved'])
    await world.clock.advance(HOUR)
    expect(await sync(templateOf('b', { status: 'paused' }), templateOf('c'))).toEqual({ changed: 2, gone: 1 })
    expect(await names()).toEqual(['b paused', 'c approved'])
  })

  test('is not written again where nothing changed', async () => {
    await sync(templateOf('a'))
    await world.clock.advance(HOUR)
    const kept = itemsOf(world, 'tpl#').filter(({ sk }) => sk !== 'M')
    expect(await sync(templateOf('a'))).toEqual({ changed: 0, gone: 0 })
    expect(itemsOf(world, 'tpl#').filter(({ sk }) => sk !== 'M')).toEqual(kept)
  })

  test('is read page by page, and stays as it was where a page cannot be read', async () => {
    const pages: Record<string, { templates: ChannelTemplate[]; next?: string }> = {
      first: { templates: [templateOf('a')], next: 'second' },
      second: { templates: [templateOf('b')] },
    }
    await syncTemplates(world.ctx, account, async (cursor = 'first') => pages[cursor] ?? { templates: [] })
    expect(await names()).toEqual(['a approved', 'b approved'])
    const broken = syncTemplates(world.ctx, account, (cursor) =>
      cursor === undefined ? Promise.resolve({ templates: [], next: 'second' }) : Promise.reject(new Error('broken')),
    )
    await expect(broken).rejects.toThrow('broken')
    expect(await names()).toEqual(['a approved', 'b approved'])
    const endless = syncTemplates(world.ctx, account, async () => ({ templates: [], next: 'again' }))
    await expect(endless).rejects.toThrow('does not end')
  })

  test('is what the one that began later found, of two that read at once', async () => {
    await sync(templateOf('a'), templateOf('b'))
    await world.clock.advance(1000)
    const slow = Promise.withResolvers<{ templates: ChannelTemplate[] }>()
    const older = syncTemplates(world.ctx, account, () => slow.promise)
    await world.clock.advance(1000)
    await sync(templateOf('a', { status: 'paused' }), templateOf('c'))
    slow.resolve({ templates: [templateOf('a', { status: 'rejected' }), templateOf('b')] })
    expect(await older).toEqual({ changed: 0, gone: 0 })
    expect(await names()).toEqual(['a paused', 'c approved'])
  })

  test('is not set back by one that was overtaken while it wrote', async () => {
    await sync(templateOf('b'))
    await world.clock.advance(1000)
    const pk = templatesPk(world.ctx.hash, account)
    const { sk } = templateKey(pk, 'a', 'en')
    before(
      (operation) => operation.kind === 'put' && operation.key.sk === sk,
      async () => {
        await world.clock.advance(1000)
        await sync(templateOf('a', { status: 'paused' }), templateOf('b', { status: 'paused' }))
      },
    )
    await sync(templateOf('a', { status: 'pending' }))
    expect(await names()).toEqual(['a paused', 'b paused'])
    expect((await world.ctx.table.get(templatesMark(pk)))?.['at']).toBe(world.clock.now())
  })

  test('is as a page shows it, however many pages the store needs', async () => {
    world = createWorld({ memory: { pageItems: 2 } })
    await sync(...['a', 'b', 'c', 'd', 'e'].map((name) => templateOf(name)))
    await world.clock.advance(1000)
    expect(await sync(templateOf('e'))).toEqual({ changed: 0, gone: 4 })
  })
})

describe('templates are read', () => {
  let asked: string[]
  let served: ChannelTemplate[]
  let failing: boolean
  /** The configured adapter, with this provider in place of its own. */
  const routines = () => {
    const { connections } = world.wired
    const of: typeof connections.of = (...where) => {
      const speaking = connections.of(...where)
      const templates = async (id: string) => {
        asked.push(id)
        return failing
          ? ({ kind: 'refused', failure: { code: 'credentials_invalid', retry: 'no', scope: 'account' } } as const)
          : ({ kind: 'page', templates: served } as const)
      }
      return speaking && { ...speaking, adapter: { ...speaking.adapter, templates } }
    }
    return routinesOf({ ctx: world.ctx, connections: { ...connections, of } })
  }
  const tick = () => runRoutines(world.ctx, routines())
  const news: TemplateFact = {
    kind: 'template',
    scope: 'waba',
    account: 'waba',
    at: null,
    id: 'news-1',
    change: 'status',
    name: 'a',
    language: 'en',
    value: 'PAUSED',
    detail: {},
  }
  beforeEach(() => {
    asked = []
    served = [templateOf('a')]
    failing = false
  })

  test('hourly, for each account by itself', async () => {
    for (let minute = 0; minute < 121; minute += 1) {
      await tick()
      await world.clock.advance(60_000)
    }
    expect(asked.filter((id) => id === ACCOUNT)).toHaveLength(3)
    expect(new Set(asked).size).toBe(3)
    expect(await names()).toEqual(['a approved', 'a approved'])
  })

  test('with the next tick after news, which is told as before, and once for it', async () => {
    await tick()
    asked = []
    served = [templateOf('a', { status: 'paused' })]
    await world.record([news])
    await world.settle()
    await world.clock.advance(60_000)
    await tick()
    expect(await names()).toEqual(['a paused', 'a paused'])
    expect(await told(world)).toMatchObject([{ type: 'template.updated', data: { name: 'a', value: 'PAUSED' } }])
    const reads = asked.length
    await world.record([news])
    await world.settle()
    await tick()
    expect(asked).toHaveLength(reads)
  })

  test('with every tick after news until the provider answers', async () => {
    await tick()
    asked = []
    failing = true
    await world.record([news])
    await world.settle()
    await tick()
    await world.clock.advance(60_000)
    await tick()
    expect(asked.filter((id) => id === ACCOUNT)).toHaveLength(2)
    expect(world.logs.filter(({ event }) => event === 'routine_failed')[0]).toMatchObject({
      error: 'credentials_invalid',
    })
    failing = false
    await world.clock.advance(60_000)
    await tick()
    await world.clock.advance(60_000)
    await tick()
    expect(asked.filter((id) => id === ACCOUNT)).toHaveLength(3)
  })

  test('once more after news that came while they were read', async () => {
    const key = { channel: 'whatsapp', connection: 'main', name: templatesRoutine(account) }
    before(
      ({ kind, ...operation }) => kind === 'put' && 'key' in operation && operation.key.sk.startsWith('T#'),
      () => wantRoutine(world.ctx, key, 'news'),
    )
    await tick()
    asked = []
    await tick()
    expect(asked).toEqual([ACCOUNT])
  })

  test('for news that comes before they were ever read', async () => {
    const key = { channel: 'whatsapp', connection: 'main', name: templatesRoutine(account) }
    await wantRoutine(world.ctx, key, '2')
    await wantRoutine(world.ctx, key, '1')
    expect((await world.ctx.table.get(routineKey(key.channel, key.connection, key.name)))?.['wanted']).toBe('2')
    await tick()
    await tick()
    expect(asked.filter((id) => id === ACCOUNT)).toHaveLength(1)
  })
})

describe('what is filled in', () => {
  const template = templateOf('a', {
    components: {
      header: { format: 'text', text: 'For {{who}}' },
      body: 'On {{day}} at {{time}}, {{day}}',
      footer: null,
      buttons: [
        { kind: 'quick_reply', title: 'Yes' },
        { kind: 'url', title: 'See', url: 'https://a.example/{{1}}' },
        { kind: 'copy_code', title: 'Copy' },
      ],
    },
  })
  const values = { 'header.text': 'Ada', day: 'Monday', time: '{{day}}', 'button.1': '77', 'button.2': 'TEA' }

  test('by names goes to its places, and back', () => {
    const variables = variablesOf(template)
    const filled = fill(template.components, variables, values)
    expect(filled).toEqual({
      header: [{ type: 'text', text: 'Ada', name: 'who' }],
      body: [
        { type: 'text', text: 'Monday', name: 'day' },
        { type: 'text', text: '{{day}}', name: 'time' },
      ],
      buttons: [
        { index: 1, kind: 'url', parameters: [{ type: 'text', text: '77' }] },
        { index: 2, kind: 'copy_code', parameters: [{ type: 'text', text: 'TEA' }] },
      ],
    })
    expect(valuesOf(filled, variables)).toEqual(values)
  })

  test('is shown as it is, with braces of its own', () => {
    expect(rendered(template.components, values)).toBe(
      'For Ada\n\nOn Monday at {{day}}, Monday\n\nYes\nSee: https://a.example/77\nCopy: TEA',
    )
    expect(rendered(template.components, {})).toContain('On {{day}} at {{time}}')
  })

  test('by places is in the order of its numbers', () => {
    const { components } = templateOf('a', {
      components: { header: { format: 'image' }, body: '{{2}} {{10}} {{1}}', footer: 'Bye', buttons: [] },
    })
    const variables = variablesOf({ components, examples: {} })
    expect(variables.map(({ name }) => name)).toEqual(['header.image', '1', '2', '10'])
    const filled = fill(components, variables, { 'header.image': 'https://a.example/a.jpg', 1: 'a', 2: 'b', 10: 'c' })
    expect(filled.header).toEqual([{ type: 'image', url: 'https://a.example/a.jpg' }])
    expect(filled.body).toEqual(['a', 'b', 'c'].map((text) => ({ type: 'text', text })))
    const dated = { ...filled, body: [{ type: 'date_time' as const, fallback: 'Monday' }, ...filled.body.slice(1)] }
    expect(rendered(components, valuesOf(dated, variables))).toBe('[image]\n\nb c Monday\n\nBye')
  })
})
