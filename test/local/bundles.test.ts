import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openHelpdesk } from '../../examples/helpdesk/helpdesk.ts'
import { demo } from '../../local/demo/demo.ts'
import { makeBundles } from '../support/bundles.ts'
import { start, type Started, temporaryDir } from '../support/gateway.ts'

const PATIENCE = { timeout: 60_000, interval: 100 }

let gateway: Started
let remove: () => void
beforeAll(async () => {
  const bundles = await makeBundles('run')
  const temporary = temporaryDir()
  remove = temporary.remove
  gateway = await start(['--port', '0', '--dir', temporary.dir, '--bundles', bundles])
}, 240_000)
afterAll(async () => {
  gateway.child.kill('SIGKILL')
  await gateway.ended
  remove()
})

test(
  'the whole demo passes through the bundles, each function in processes of its own',
  { timeout: 240_000 },
  async () => {
    expect(await demo({ url: gateway.url, config: { path: '', named: false } }), gateway.output()).toEqual([])
  },
)

test('the inbox page is served by the bundle of the API, packed', { timeout: 60_000 }, async () => {
  const page = await fetch(`${gateway.url}/inbox`, { headers: { 'accept-encoding': 'br' } })
  expect([page.status, page.headers.get('content-encoding')]).toEqual([200, 'br'])
  const [, script = ''] = /src="(\/inbox\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? []
  const loaded = await fetch(`${gateway.url}${script}`)
  expect([loaded.status, loaded.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8'])
  expect((await loaded.text()).length).toBeGreaterThan(1000)
})

test('a helpdesk takes the signature of the bundle that notifies', { timeout: 90_000 }, async () => {
  const { apiKey } = (await (await fetch(`${gateway.url}/local/accounts`)).json()) as { apiKey: string }
  const helpdesk = await openHelpdesk({ gateway: gateway.url, apiKey, port: 0 })
  try {
    const body = JSON.stringify({ from: '+15550142299', text: 'Do you open on Sunday?' })
    await fetch(`${gateway.url}/local/sandbox/sms`, { method: 'POST', body })
    await vi.waitFor(async () => expect(await (await fetch(helpdesk.url)).text()).toContain('open on Sunday'), PATIENCE)
  } finally {
    await helpdesk.close()
  }
})

const childrenOf = (pid: number | undefined): readonly number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []))

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('Ctrl-C ends the processes of the functions as well', { timeout: 60_000 }, async () => {
  const children = childrenOf(gateway.child.pid)
  expect(children.length).toBeGreaterThanOrEqual(8)
  gateway.child.kill('SIGINT')
  expect(await gateway.ended, gateway.output()).toBe(0)
  expect(children.filter(isAlive)).toEqual([])
})
