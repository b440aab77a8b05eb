import { expect, test } from 'vitest'
import { failureOf, FAILURES, refusalOf, rowOf } from '../../adapters/whatsapp/errors.ts'
import type { FailureRow } from '../../core/failures.ts'
import { Failure } from '../../core/schema/failure.ts'

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)

/**
 * What Meta says to do with each code it documents, in our words.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
const DOCUMENTED: readonly (readonly [what: string, codes: readonly number[], columns: Partial<FailureRow>])[] = [
  ['is tried again with backoff', [2, 4, 80_007, 130_429, 131_000, 131_016, 131_057], { retry: 'backoff' }],
  ['holds up this recipient alone', [131_056], { code: 'rate_limited', retry: 'backoff', scope: 'recipient' }],
  ['pauses the sender', [131_048, 131_064], { code: 'rate_limited', scope: 'account', retry: { afterSeconds: 3600 } }],
  ['is tried a few times', [131_053], { code: 'media_rejected', retry: { max: 3 }, scope: 'message' }],
  [
    'is not tried again within 24 hours',
    [131_049],
    { code: 'rate_limited', retry: { afterSeconds: 86_400 }, scope: 'recipient' },
  ],
  [
    'stops the account for its credentials',
    [0, 3, 10, 190, ...range(200, 299), 131_045],
    { code: 'credentials_invalid', retry: 'no', scope: 'account' },
  ],
  [
    'stops the account for its policy',
    [368, 130_497, 131_031],
    { code: 'policy_blocked', retry: 'no', scope: 'account' },
  ],
  ['stops the account for its bill', [131_042], { code: 'billing_required', retry: 'no', scope: 'account' }],
  [
    'is permanent for this message',
    [33, 100, 130_403, 130_472, 131_008, 131_009, 131_021, 131_026, 131_047, 131_050, 131_051, 131_062],
    { retry: 'no', scope: 'message' },
  ],
  [
    'is permanent for this template',
    range(132_000, 132_999),
    { code: 'template_rejected', retry: 'no', scope: 'message' },
  ],
]

test.each(DOCUMENTED)('a code %s', (_, codes, columns) => {
  for (const code of codes) {
    const found = rowOf({ code: String(code) })
    expect(found, String(code)).toMatchObject(columns)
    expect(Failure.safeParse(found).success).toBe(true)
  }
})

test('every code of the table is one of the documented, with its meaning', () => {
  const meanings: Readonly<Record<string, readonly string[]>> = {
    recipient_unreachable: ['130403', '130472', '131021', '131026', '131030'],
    window_closed: ['131047'],
    recipient_opted_out: ['131050'],
    content_unsupported: ['131051', '131055', '131062'],
    media_rejected: ['131052', '131053'],
    template_rejected: ['131063'],
    provider_unavailable: ['2', '131000', '131016', '131057', '133004'],
  }
  for (const [code, numbers] of Object.entries(meanings))
    expect(
      Object.keys(FAILURES)
        .filter((number) => FAILURES[number]?.code === code)
        .sort(),
    ).toEqual([...numbers].sort())
})

const answer = (status: number, json: unknown) => ({ status, headers: new Headers(), json })

test('an error is classified by its code, whatever the HTTP status and the words', () => {
  for (const status of [200, 400, 401, 429, 500])
    expect(
      refusalOf(answer(status, { error: { code: 131_047, message: 'Zu viele Anfragen', error_subcode: 2_494_010 } })),
    ).toMatchObject({ code: 'window_closed', provider: { code: '131047', subcode: '2494010', httpStatus: status } })
})

test('an unknown code is a rejection, except in a server error, where it says nothing about what was done', () => {
  expect(refusalOf(answer(400, { error: { code: 999_999 } }))).toMatchObject({ code: 'provider_rejected', retry: 'no' })
  expect(refusalOf(answer(500, { error: { code: 999_999 } }))).toBeUndefined()
  expect(refusalOf(answer(500, { error: { code: 1 } }))).toBeUndefined()
})

test('words that are no codes are no rows', () => {
  for (const code of ['constructor', 'toString', '', '200.5', '1e3', 'NaN']) {
    const found = rowOf({ code })
    expect(found === undefined || typeof found.code === 'string').toBe(true)
  }
  expect(rowOf({ code: 'constructor' })).toBeUndefined()
})

test('a failed status without an error is a rejection', () => {
  expect(failureOf(undefined)).toMatchObject({ code: 'provider_rejected', retry: 'no', scope: 'message' })
})
