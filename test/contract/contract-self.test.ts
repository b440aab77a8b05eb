import { expect, test } from 'vitest'
import { adapterContract, assertDeviates, checksFor } from '../../adapters/testing/contract.ts'
import { BROKEN_ASKS } from './broken/asks.ts'
import { BROKEN_FACTS } from './broken/facts.ts'
import { BROKEN_SECRECY } from './broken/secrecy.ts'
import { BROKEN_SENDS } from './broken/sends.ts'
import { BROKEN_WEBHOOKS } from './broken/webhooks.ts'
import { toyAdapter, toySubject } from './toy.ts'

const BROKEN = [...BROKEN_WEBHOOKS, ...BROKEN_FACTS, ...BROKEN_SENDS, ...BROKEN_ASKS, ...BROKEN_SECRECY]

// The toy keeps the contract, so that whatever a broken one fails is its own fault.
adapterContract(toySubject())

test.each(BROKEN)('an adapter with %s is caught by "%s"', async (_, name, subject) => {
  const check = checksFor(subject).find((candidate) => candidate.name === name)
  if (!check) throw new Error(`no such check: ${name}`)
  await expect(check.run(subject)).rejects.toBeInstanceOf(Error)
})

test('every check is shown to catch something', () => {
  const names = checksFor(toySubject()).map(({ name }) => name)
  expect(names.filter((name) => !BROKEN.some(([, caught]) => caught === name))).toEqual([])
})

test('a deviation that holds after all is an error', async () => {
  const [check] = checksFor(toySubject())
  if (!check) throw new Error('no checks')
  await expect(assertDeviates(check, toySubject())).rejects.toThrow('declared as a deviation, but it holds')
})

test('a channel without batches says so instead of giving an example', async () => {
  const { batch: _, ...deliveries } = toySubject().deliveries
  const subject = toySubject(toyAdapter, { deliveries })
  const check = checksFor(subject).find(({ name }) => name.includes('batch'))
  if (!check) throw new Error('no check')
  await expect(assertDeviates(check, subject)).resolves.toBeUndefined()
})
