import { existsSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
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

for (const name of names) {
  const { subject } = (await import(new URL(`${name}.ts`, SUBJECTS).href)) as { subject: ContractSubject }
  adapterContract(subject)
  test(`the subject ${name} examines the adapter of its name`, () => expect(subject.factory.channel).toBe(name))
}

test('every built-in adapter is examined', () => expect(names).toEqual(folders))
