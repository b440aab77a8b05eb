import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rowOf } from '../../adapters/_messaging/errors.ts'
import { parser } from '../../adapters/_messaging/parse.ts'
import type { Platform } from '../../adapters/_messaging/platform.ts'
import { render } from '../../adapters/_messaging/render.ts'
import { graphError } from '../../adapters/meta.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import { PartContent } from '../../core/schema/message.ts'
import { fixturesOf, NOW, OWN_KEY } from './messaging.fixtures.ts'

interface Expectations {
  /** Files that are quarantined, and those that say what cannot be expressed. */
  readonly quarantined: RegExp
  readonly unsupported: RegExp
  /** Samples of sends that are left out; the coverage table says why. */
  readonly leftOut: RegExp
  /** The part that must render to each of the other samples. */
  readonly parts: Readonly<Record<string, { readonly content: object; readonly replyTo?: string }>>
  /** What a recorded error means. */
  readonly errors: Readonly<Record<string, string>>
}

const root = process.env['PARLEY_CORPUS']

/** What the sample does not say and is the default, and where ours differs only in the place of a file. */
const completed = (sample: unknown, to: string): unknown => {
  const plain: unknown = JSON.parse(JSON.stringify(sample), (key, value: unknown) => {
    if (key === 'is_reusable' || key === 'image_url') return undefined
    return key === 'url' ? 'https://link.example/' : value
  })
  return { ...(plain as object), recipient: { id: to } }
}

/** Recorded payloads of one channel, where they are at hand. */
export const corpus = (platform: Platform, expected: Expectations): void => {
  const folder = root === undefined ? undefined : `${root}/${platform.channel}`
  const files = folder === undefined ? [] : readdirSync(folder).filter((file) => file.endsWith('.json'))
  const read = (file: string): Uint8Array => readFileSync(`${folder}/${file}`)
  const json = (file: string): unknown => JSON.parse(new TextDecoder().decode(read(file)))
  const inbound = files.filter((file) => file.startsWith('in-'))
  const { deliver } = fixturesOf(platform)
  const parse = parser(platform)

  if (folder === undefined)
    test('recorded payloads are not at hand: PARLEY_CORPUS names no folder', () => expect(inbound).toEqual([]))
  else test('recorded payloads are at hand', () => expect(inbound.length).toBeGreaterThan(15))

  for (const file of inbound)
    test(`reads ${file} into typed facts`, () => {
      const facts = parse(deliver(read(file)))
      expect(facts.length).toBeGreaterThan(0)
      expect(parse(deliver(read(file)))).toEqual(facts)
      for (const fact of facts) {
        expect(InboundFact.parse(fact)).toEqual(fact)
        expect(fact.kind === 'quarantine').toBe(expected.quarantined.test(file))
      }
      for (const { body, direction } of facts.filter((fact) => fact.kind === 'message')) {
        expect(direction).toBe(file.includes('echo') ? 'out' : 'in')
        expect(body.text).not.toBe('')
        expect(body.content?.type === 'unsupported').toBe(expected.unsupported.test(file))
      }
    })

  for (const file of files.filter((name) => name.startsWith('out-') && !expected.leftOut.test(name)))
    test(`renders ${file} as Meta shows it`, () => {
      const part = expected.parts[file.slice('out-'.length, -'.json'.length)]
      if (part === undefined) throw new Error(`no part for ${file}`)
      const to = '5550142201000001'
      const address = {
        channel: platform.channel,
        account: '770055001199',
        peers: [{ type: platform.peer, value: to }],
      }
      const found = render(platform, { key: OWN_KEY, address, ...part, content: PartContent.parse(part.content) }, NOW)
      if (!('body' in found)) throw new Error('refused')
      const sample = completed(json(file), to) as Record<string, unknown>
      // Samples leave the key out, and some the messaging type.
      const body = JSON.parse(JSON.stringify(found.body), (key, value: unknown) =>
        key === 'metadata' ? undefined : value,
      ) as Record<string, unknown>
      if (sample['messaging_type'] === undefined) delete body['messaging_type']
      expect(body).toEqual(sample)
    })

  for (const file of files.filter((name) => name.startsWith('err-')))
    test(`knows what ${file} means`, () => {
      const error = graphError(json(file))
      expect(error && rowOf(error)?.code).toBe(expected.errors[file.slice('err-'.length, -'.json'.length)])
    })
}
