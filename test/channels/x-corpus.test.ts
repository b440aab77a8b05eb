import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from '../../adapters/x/parse.ts'
import { handshake, verify } from '../../adapters/x/webhook.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import { deliver } from './x.fixtures.ts'

const root = process.env['PARLEY_CORPUS']
const folder = root === undefined ? undefined : `${root}/x`
const files = folder === undefined ? [] : readdirSync(folder).filter((file) => file.endsWith('.json'))
const read = (file: string): Uint8Array => readFileSync(`${folder}/${file}`)

/** What each recorded payload says. An answer of the API and the bare frame of an event are no events. */
const KINDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/typing/, []],
  [/mark-read/, ['receipt', 'watermark']],
  [/tweet-delete/, ['revoke']],
  [/revoke/, ['account']],
  [/envelope|create-post-outbound/, ['quarantine']],
  [/direct-message-events|dm-|mention|chat/, ['message']],
]

if (folder === undefined)
  test('recorded payloads are not at hand: PARLEY_CORPUS names no folder', () => expect(files).toEqual([]))
else test('recorded payloads are at hand', () => expect(files.length).toBeGreaterThan(10))

for (const file of files.filter((name) => name !== 'signature-vectors.json'))
  test(`reads ${file} into typed facts`, () => {
    const facts = parse(deliver(read(file)))
    expect(parse(deliver(read(file)))).toEqual(facts)
    for (const fact of facts) expect(InboundFact.parse(fact)).toEqual(fact)
    expect(facts.map(({ kind }) => kind)).toEqual(KINDS.find(([pattern]) => pattern.test(file))?.[1])
    for (const fact of facts.filter(({ kind }) => kind === 'message')) {
      if (fact.kind !== 'message') continue
      expect(fact.direction).toBe(file.includes('sent') ? 'out' : 'in')
      expect(fact.peers).toHaveLength(1)
      expect(fact.body.content?.type).toBe(file.includes('chat-') ? 'unsupported' : undefined)
      expect(fact.thread?.type).toBe(file.includes('mention') ? 'x_post' : undefined)
    }
  })

if (files.includes('signature-vectors.json'))
  test('makes and knows the signatures of the vectors', () => {
    const vectors = JSON.parse(new TextDecoder().decode(read('signature-vectors.json'))) as Record<string, string>
    const secrets = [vectors['consumerSecret'] ?? '']
    const check = { method: 'GET', url: '', headers: {}, body: new Uint8Array() }
    const reply = handshake({ ...check, query: [['crc_token', vectors['crc_token'] ?? '']] }, secrets)
    expect(JSON.parse(reply?.body ?? '')).toEqual({ response_token: vectors['response_token'] })
    const body = read(vectors['rawBodyFile'] ?? '')
    const headers = { 'x-twitter-webhooks-signature': vectors['x-twitter-webhooks-signature'] ?? '' }
    expect(verify({ ...deliver(body), headers }, secrets)).toBe(true)
    expect(verify({ ...deliver(body), headers }, ['other'])).toBe(false)
  })
