import { expect } from 'vitest'
import type { ChannelFactory } from '../../adapters/adapter.ts'
import type { Asked } from '../../adapters/coverage.ts'
import { ordinaryDeps, refuseNetwork } from '../../adapters/testing/world.ts'

const VERBS = ['act', 'media', 'profile'] as const

/** The adapter has each verb that its table names, and no other; what it leaves out has a reason and a link. */
export const verbsAreAsked = (factory: ChannelFactory<unknown>, asked: Asked): void => {
  const adapter = factory.create(factory.config.parse({}), {
    ...ordinaryDeps(),
    fetch: refuseNetwork,
    now: () => 0,
    nonce: () => 'n',
    secrets: {},
    publicUrl: 'https://gateway.example',
    webhookUrl: `https://gateway.example/webhooks/${factory.channel}/main`,
  })
  const named = Object.values(asked).filter((row) => typeof row === 'string')
  expect(Array.from(new Set(named)).sort()).toEqual(VERBS.filter((verb) => adapter[verb] !== undefined))
  for (const row of Object.values(asked)) {
    if (typeof row === 'string') continue
    expect(row.leftOut).not.toBe('')
    expect(row.link).toMatch(/^https:\/\//)
  }
}
