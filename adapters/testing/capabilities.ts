import assert from 'node:assert/strict'
import type { Capabilities, TextLimit } from '../../core/capabilities.ts'
import { adapterOf, capabilitiesOf, neededSecrets, type Check } from './harness.ts'
import type { ContractSubject } from './subject.ts'

const positive = (value: number | undefined, what: string): void => {
  if (value !== undefined) assert.ok(Number.isInteger(value) && value > 0, `${what} is no count: ${value}`)
}

/** Every text limit anywhere in the capabilities, with its path. */
const textLimits = (value: unknown, path: string): readonly (readonly [string, TextLimit])[] => {
  if (typeof value !== 'object' || value === null) return []
  if ('unit' in value) return [[path, value as TextLimit]]
  return Object.entries(value).flatMap(([key, child]) => textLimits(child, `${path}.${key}`))
}

const assertMedia = (capabilities: Capabilities): void => {
  positive(capabilities.mediaPerPart, 'mediaPerPart')
  for (const [kind, media] of Object.entries(capabilities.media)) {
    positive(media?.maxBytes, `media.${kind}.maxBytes`)
    assert.ok(media && media.contentTypes.length > 0, `media.${kind} takes no content type`)
    for (const type of media.contentTypes)
      assert.match(type, /^[a-z]+\/(\*|[a-z0-9][a-z0-9.+-]*)$/, `media.${kind} names a wrong type`)
  }
}

const assertCapabilities = (capabilities: Capabilities): void => {
  assert.deepStrictEqual(JSON.parse(JSON.stringify(capabilities)), capabilities, 'capabilities are plain JSON')
  for (const [path, { max, unit }] of textLimits(capabilities, 'capabilities')) {
    positive(max, `${path}.max`)
    assert.ok(['characters', 'bytes', 'segments'].includes(unit), `${path}.unit is unknown`)
  }
  assertMedia(capabilities)
  const { buttons, cards, list, links, contacts, windowHours, choiceText, receipts } = capabilities
  positive(buttons?.max, 'buttons.max')
  positive(links?.max, 'links.max')
  positive(cards?.max, 'cards.max')
  positive(cards?.buttons.max, 'cards.buttons.max')
  positive(contacts?.max, 'contacts.max')
  positive(list?.rows, 'list.rows')
  positive(list?.sections, 'list.sections')
  assert.ok(!list || list.sections <= list.rows, 'more sections than rows')
  assert.ok(windowHours === undefined || windowHours > 0, 'windowHours is no time')
  assert.equal(choiceText !== undefined, Boolean(buttons ?? list ?? links), 'choiceText belongs to choices')
  assert.deepStrictEqual(Array.from(new Set(receipts)), receipts, 'a receipt is named twice')
}

export const capabilityChecks: readonly Check[] = [
  {
    name: 'declares capabilities that hold together',
    run: async (subject) => {
      assertCapabilities(subject.factory.capabilities)
      assertCapabilities(capabilitiesOf(subject))
    },
  },
  {
    name: 'is what its factory says it is',
    run: async (subject: ContractSubject) => {
      const { factory, webhook } = subject
      const adapter = adapterOf(subject)
      assert.match(factory.channel, /^[a-z][a-z0-9-]*$/, 'the channel is a path segment')
      assert.equal(adapter.channel, factory.channel)
      assert.deepStrictEqual(adapter.capabilities, capabilitiesOf(subject))
      const secrets = Object.keys(subject.secrets)
      for (const name of neededSecrets(subject)) assert.ok(secrets.includes(name), `no value for a secret: ${name}`)
      for (const name of [...neededSecrets(subject), ...secrets])
        assert.ok(factory.secrets.includes(name), `no secret the factory names: ${name}`)
      for (const name of factory.webhookSecrets)
        assert.ok(factory.secrets.includes(name), `signs webhooks, and is no secret the factory names: ${name}`)
      if (webhook)
        assert.ok(
          factory.webhookSecrets.includes(webhook.secret),
          `signs webhooks by the subject alone: ${webhook.secret}`,
        )
      const fed = factory.usesQueue?.(factory.config.parse(subject.config)) ?? false
      assert.equal(adapter.queue !== undefined, fed, 'reads a queue, and has none by its factory, or the reverse')
      assert.equal(adapter.webhook === undefined, webhook === undefined, 'webhook without description, or the reverse')
    },
  },
]
