import assert from 'node:assert/strict'
import { describe, expect, test } from 'vitest'
import { actChecks, askChecks, asksOf, describedCheck, fileChecks, profileChecks, templateChecks } from './asks.ts'
import { capabilityChecks } from './capabilities.ts'
import { factChecks } from './facts.ts'
import type { Check } from './harness.ts'
import { secrecyChecks } from './secrecy.ts'
import { sendChecks } from './sends.ts'
import { signatureChecks } from './signatures.ts'
import type { ContractSubject } from './subject.ts'

export type { Check } from './harness.ts'
export * from './subject.ts'
export { memoryCredentials, ordinaryDeps, ordinarySandbox, refuseNetwork } from './world.ts'

/** The checks a subject has to pass: those of signatures only where it has webhooks, those of a verb where it has it. */
export const checksFor = (subject: ContractSubject): readonly Check[] => [
  ...capabilityChecks,
  ...(subject.webhook ? signatureChecks : []),
  ...factChecks,
  ...sendChecks,
  describedCheck,
  ...(asksOf(subject).length > 0 ? askChecks : []),
  ...(subject.acts ? actChecks : []),
  ...(subject.profiles ? profileChecks : []),
  ...(subject.files ? fileChecks : []),
  ...(subject.templates ? templateChecks : []),
  ...secrecyChecks,
]

/** Passes when the check fails: a deviation that has become untrue must not stay declared. */
export const assertDeviates = async (check: Check, subject: ContractSubject): Promise<void> => {
  const error: unknown = await check.run(subject).then(
    () => undefined,
    (reason: unknown) => reason ?? new Error('rejected'),
  )
  assert.ok(error !== undefined, `declared as a deviation, but it holds: ${check.name}`)
}

/**
 * Registers the contract of adapters as vitest tests for one adapter. Makes no network request and reads no file.
 * A deviation the subject declares is tested to be one, and named with its reason in the test's title.
 */
export const adapterContract = (subject: ContractSubject): void => {
  const checks = checksFor(subject)
  const deviations = subject.deviations ?? {}
  describe(`the ${subject.factory.channel} adapter`, () => {
    for (const check of checks) {
      const reason = deviations[check.name]
      if (reason === undefined) test(check.name, () => check.run(subject))
      else test(`deviates from "${check.name}": ${reason}`, () => assertDeviates(check, subject))
    }
    test('declares only deviations from checks that exist', () => {
      expect(checks.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(deviations)))
    })
  })
}
