import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
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
