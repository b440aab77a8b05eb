import { mkdtempSync, readFileSync, rmSync, statSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { erase } from '../../cli/erase.ts'
import { exportPerson } from '../../cli/export.ts'
import { workJob } from '../../core/jobs/work.ts'
import type { Worker } from '../../core/jobs/worker.ts'
import { listContacts } from '../../core/contact/list.ts'
import { tick } from '../../core/send/tick.ts'
import { createApp } from '../../functions/api.ts'
import { runCommand } from '../support/cli-world.ts'
import { createWorld, itemsOf, PRINCIPAL, textFact, type World } from '../support/world.ts'

const worker: Worker = {
  fetch: async () => ({ kind: 'gone', reason: 'gone' }),
  lookUp: async () => ({ kind: 'none' }),
}

let gateway: World
let contact: string
let cwd: string
beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'parley-'))
  gateway = createWorld()
  await gateway.record([textFact('my zeppelin is late')])
  await gateway.settle()
  contact = (await listContacts(gateway.ctx, PRINCIPAL, { limit: 10 })).data[0]?.id ?? ''
})
afterEach(() => rmSync(cwd, { recursive: true }))

/** While a command sleeps, the gateway works. */
const sleep = async (): Promise<void> => {
  for (const id of gateway.jobs.splice(0)) await workJob(gateway.ctx, worker, id)
  await gateway.clock.advance(60_000)
  await tick(gateway.ctx)
}
const ALIAS = ['--alias', 'phone:+15550001111']

describe('erase', () => {
  test('asks, naming the contact and how many conversations there are, and erases after a yes alone', async () => {
    const asked: string[] = []
    const saying = (answer: string) => async (question: string) => {
      asked.push(question)
      return answer
    }
    const no = await runCommand(erase, [contact], { gateway, ask: saying('') })
    expect(no).toMatchObject({ exitCode: 1, told: ['Nothing was changed.'] })
    expect(asked[0]).toContain(`${contact}, with all merged into it, and 1 conversation?`)
    const yes = await runCommand(erase, ALIAS, { gateway, ask: saying('y') })
    expect(yes.exitCode).toBe(0)
    expect(yes.printed[0]).toMatch(/^ers_\S+ {2}pending/)
    expect(yes.printed).toContain(`no longer found: ${contact}`)
    expect(yes.printed.join()).not.toContain('+1555')
  })

  test('waits until all is removed, and shows an erasure that was begun', async () => {
    const [begun] = (await runCommand(erase, [contact, '--yes', '--json'], { gateway })).json() as { id: string }[]
    const { exitCode, json } = await runCommand(erase, [begun?.id ?? '', '--wait', '--json'], { gateway, sleep })
    expect({ exitCode, json: json() }).toEqual({
      exitCode: 0,
      json: [expect.objectContaining({ status: 'done', contact })],
    })
    expect(JSON.stringify(itemsOf(gateway, ''))).not.toContain('zeppelin')
  })

  test.each([
    [[], 2, 'Give the id of a contact, or --alias'],
    [['ctc_1', ...ALIAS], 2, 'Give the id of a contact, or --alias'],
    [[...ALIAS], 2, 'give --yes'],
    [['--alias', 'phone:+15559999999', '--yes'], 1, 'No contact of this shop has this alias.'],
  ])('%j erases nothing and says why', async (args, code, words) => {
    const { exitCode, told } = await runCommand(erase, args, { gateway })
    expect({ exitCode, told: told.join('\n') }).toEqual({ exitCode: code, told: expect.stringContaining(words) })
    expect(itemsOf(gateway, 'ers#')).toEqual([])
  })
})

describe('export', () => {
  /** The API, and the object store behind the links it gives. */
  const fetch =
    (change: (body: Uint8Array) => Uint8Array = (body) => body): typeof globalThis.fetch =>
    async (input, init) => {
      const request = new Request(input, init)
      const { host, pathname } = new URL(request.url)
      if (host !== 'files.test') return createApp(gateway.wired).request(request)
      const found = gateway.objects.stored.get(decodeURIComponent(pathname.slice(1)))
      return found ? new Response(Buffer.from(change(found.body))) : new Response(null, { status: 404 })
    }

  test('waits for the file and writes it for its owner alone, never over another', async () => {
    const args = [...ALIAS, '--out', 'ada.ndjson']
    const { exitCode, printed } = await runCommand(exportPerson, args, { gateway, cwd, sleep, fetch: fetch() })
    expect({ exitCode, last: printed.at(-1) }).toEqual({ exitCode: 0, last: 'written to ada.ndjson' })
    expect(printed.join()).not.toContain('zeppelin')
    const path = join(cwd, 'ada.ndjson')
    const text = readFileSync(path, 'utf8')
    expect(text).toContain('my zeppelin is late')
    expect(JSON.parse(text.trim().split('\n').at(-1) ?? '')).toMatchObject({ type: 'end' })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const again = await runCommand(exportPerson, args, { gateway, cwd, sleep, fetch: fetch() })
    expect(again).toMatchObject({ exitCode: 2, told: ['ada.ndjson is there already: give another --out.'] })
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  test('without waiting it says how to go on, and goes on by the id of the export', async () => {
    const begun = await runCommand(exportPerson, [contact], { gateway })
    const [, id = ''] = /parley export (exp_\S+) --out/.exec(begun.printed.join('\n')) ?? []
    const ready = await runCommand(exportPerson, [id, '--wait', '--json'], { gateway, sleep })
    expect(ready.json()).toEqual([expect.objectContaining({ id, state: 'ready', url: expect.any(String) })])
    expect(itemsOf(gateway, 'exp#').filter(({ sk }) => sk === 'A')).toHaveLength(1)
  })

  test('a file that came incomplete is removed', async () => {
    const cut = fetch((body) => body.slice(0, -5))
    const args = [contact, '--out', 'cut.ndjson']
    const { exitCode, told } = await runCommand(exportPerson, args, { gateway, cwd, sleep, fetch: cut })
    expect({ exitCode, told }).toEqual({ exitCode: 1, told: [expect.stringContaining('came incomplete')] })
    expect(existsSync(join(cwd, 'cut.ndjson'))).toBe(false)
  })
})
