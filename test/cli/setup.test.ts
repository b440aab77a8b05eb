import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ChannelFactory } from '../../adapters/adapter.ts'
import { setupOf } from '../../local/setup.ts'

const ADAPTERS = new URL('../../adapters/', import.meta.url)
const folders = readdirSync(ADAPTERS).filter((name) => existsSync(new URL(`${name}/setup.ts`, ADAPTERS)))

describe.each(folders)('%s', (folder) => {
  test('tells how it is set up: what an account is, where each secret is found, and what is to be done after a deploy', async () => {
    const { [folder]: factory } = (await import(new URL(`${folder}/index.ts`, ADAPTERS).href)) as Record<
      string,
      ChannelFactory
    >
    if (factory?.setup === undefined) throw new Error(`${folder} names no set-up`)
    const setup = await setupOf(factory)
    expect(Object.keys(setup?.secrets ?? {}).sort()).toEqual([...factory.secrets].sort())
    expect(setup?.variants.length).toBeGreaterThan(0)
    for (const { config } of setup?.variants ?? []) {
      const checked: unknown = factory.config.parse(config)
      const webhookUrl = 'https://gateway.example/webhooks/channel/main'
      const steps = setup?.steps({
        connection: 'main',
        config: checked,
        accounts: ['support@shop.example'],
        webhookUrl,
      })
      expect(steps?.length).toBeGreaterThan(0)
    }
  })
})
