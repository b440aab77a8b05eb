import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Message } from '../../core/schema/message.ts'
import type { Leftovers } from '../../local/leftovers.ts'
import { run, start, type Started, temporaryDir } from '../support/gateway.ts'
import { openProvider, type Provider, SECRETS } from '../support/kill/provider.ts'
import { seeded } from '../support/kill/random.ts'
import { createTraffic } from '../support/kill/traffic.ts'
import { isWhole, judge, type ReadTimeline } from '../support/kill/verdict.ts'

const KILLS = 25
const MOST_KILLS = 60
/** Restarts that must have found changes not yet projected, and sends in hand. */
const FOUND_RECORDS = 10
const FOUND_CLAIMS = 1

const USUAL_START_MS = 1200

/** Changes not yet projected at which no new traffic is made. */
const MUCH = 200

const API_KEY = 'prl_kill_test'

const ENVIRONMENT = {
  ...SECRETS,
  PARLEY_API_KEY: API_KEY,
  // The verdict reads every message there is, at once.
  PARLEY_API_RATE: '10000',
  PARLEY_API_BURST: '10000',
  // A send is never given up before its answer, however busy the machine: only a kill makes an outcome unknown.
  PARLEY_SEND_TIMEOUT_MS: '5000',
  PARLEY_LEASE_MS: '6000',
  PARLEY_WAKE_GRACE_MS: '2000',
}

const leftoversOf = async (url: string): Promise<Leftovers> =>
  ((await (await fetch(`${url}/local/health`)).json()) as { found: Leftovers }).found

const reader =
  (url: string): ReadTimeline =>
  async (conversation) => {
    const messages: Message[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = `limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
      const response = await fetch(`${url}/v1/conversations/${conversation}/messages?${query}`, {
        headers: { authorization: `Bearer ${API_KEY}` },
      })
      const page = (await response.json()) as { data: Message[]; next: string | null }
      messages.push(...page.data)
      cursor = page.next
    }
    return messages
  }

test(
  `loses nothing, repeats nothing and keeps the order when it is killed ${KILLS} times at any moment`,
  { timeout: 900_000 },
  async () => {
    const seed = Number(process.env['PARLEY_KILL_SEED'] ?? Date.now() % 1_000_000)
    console.log(`kill test: PARLEY_KILL_SEED=${seed}`)
    const rng = seeded(seed)
    const { dir, remove } = temporaryDir()
    let gateway: Started | undefined
    let provider: Provider | undefined
    let url = ''
    const began = Date.now()
    const starts: number[] = []
    const found: Leftovers[] = []
    const count = (what: keyof Leftovers): number => found.filter((leftovers) => leftovers[what] > 0).length

    try {
      // The port of the first start is kept: it is part of the URLs that are signed.
      gateway = await start(['--port', '0', '--dir', dir, '--sandbox-url', 'http://127.0.0.1:1'], ENVIRONMENT)
      url = gateway.url
      const { port } = gateway
      gateway.child.kill('SIGKILL')
      await gateway.ended
      provider = await openProvider(() => url, rng)
      const args = ['--port', String(port), '--dir', dir, '--sandbox-url', provider.url]
      const restart = async (): Promise<Started> => {
        const before = Date.now()
        const started = await start(args, ENVIRONMENT)
        starts.push(Date.now() - before)
        return started
      }

      /** A busy machine comes less far in the same time: by how much shows in its starts. */
      const slowness = (): number => Math.min(5, Math.max(1, (starts.at(-1) ?? 0) / USUAL_START_MS))

      gateway = await restart()
      const traffic = createTraffic(provider, () => url, API_KEY, rng)
      await traffic.begin()

      let kills = 0
      const enough = (): boolean =>
        kills >= KILLS && count('records') >= FOUND_RECORDS && count('claims') >= FOUND_CLAIMS
      for (; !enough() && kills < MOST_KILLS; kills += 1) {
        // On a slow machine more would only pile up.
        if ((found.at(-1)?.records ?? 0) < MUCH) traffic.burst()
        await wait(rng.int(0, rng.pick([80, 300, 1500])) * slowness())
        gateway.child.kill('SIGKILL')
        await gateway.ended
        if (rng.chance(0.15)) {
          const early = run('start', args, ENVIRONMENT)
          await wait(rng.int(100, 1500))
          early.child.kill('SIGKILL')
          await early.ended
        }
        gateway = await restart()
        found.push(await leftoversOf(url))
      }
      await traffic.acknowledged()

      const read = reader(url)
      for (const end = Date.now() + 180_000; Date.now() < end && !(await isWhole(traffic.customers, read));)
        await wait(300)
      const verdict = await judge(traffic.customers, read, provider)

      const claims = found.reduce((sum, leftovers) => sum + leftovers.claims, 0)
      console.log(
        `kill test: ${kills} kills in ${Math.round((Date.now() - began) / 1000)} s; ` +
          `${verdict.messages} messages, ${verdict.replies} replies, ${verdict.unknown} unknown; ` +
          `restarts that found records ${count('records')}, claims ${count('claims')} (${claims} in all); ` +
          `start ${starts.toSorted((a, b) => a - b)[starts.length >> 1]} ms`,
      )
      expect(verdict.problems).toEqual([])
      expect(count('records')).toBeGreaterThanOrEqual(FOUND_RECORDS)
      expect(count('claims')).toBeGreaterThanOrEqual(FOUND_CLAIMS)
      // Only a kill between claim and answer leaves an outcome unknown.
      expect(verdict.unknown).toBeLessThanOrEqual(claims)
    } finally {
      gateway?.child.kill('SIGKILL')
      await gateway?.ended
      await provider?.close()
      remove()
    }
  },
)
