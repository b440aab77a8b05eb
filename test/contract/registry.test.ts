import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ChannelFactory } from '../../adapters/adapter.ts'
import { setupOf } from '../../cli/channels.ts'
import { adapterContract, type ContractSubject } from '../../adapters/testing/contract.ts'

const SUBJECTS = new URL('subjects/', import.meta.url)
const ADAPTERS = new URL('../../adapters/', import.meta.url)

const names = readdirSync(SUBJECTS)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
  .sort()
const folders = readdirSync(ADAPTERS)
  .filter((name) => existsSync(new URL(`${name}/index.ts`, ADAPTERS)))
  .sort()

/** `sms` examines the adapter of its name, and `sms-aws` the same one under another config. */
const channelOf = (name: string): string => folders.find((folder) => name.startsWith(`${folder}-`)) ?? name

for (const name of names) {
  const { subject } = (await import(new URL(`${name}.ts`, SUBJECTS).href)) as { subject: ContractSubject }
  describe(name, () => {
    adapterContract(subject)
    test('the subject examines the adapter of its name', () => expect(subject.factory.channel).toBe(channelOf(name)))
  })
}

test('every built-in adapter is examined, and under its own name first', () => {
  expect(names.filter((name) => channelOf(name) === name)).toEqual(folders)
})

describe.each(folders.filter((name) => existsSync(new URL(`${name}/setup.ts`, ADAPTERS))))('%s', (folder) => {
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
