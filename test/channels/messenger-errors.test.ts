import { expect, test } from 'vitest'
import { FAILURES, refusalOf, rowOf } from '../../adapters/_messaging/errors.ts'
import type { FailureRow } from '../../core/failures.ts'
import { Failure } from '../../core/schema/failure.ts'

type Code = `${number}` | `${number}/${number}`

/**
 * What Meta says to do with each code it documents for Messenger and Instagram, in our words.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes
 */
const DOCUMENTED: readonly (readonly [what: string, codes: readonly Code[], columns: Partial<FailureRow>])[] = [
  ['is tried again with backoff', ['2', '1200', '4', '17', '32', '613'], { retry: 'backoff', scope: 'account' }],
  ['pauses the Page', ['10/1893063'], { code: 'rate_limited', scope: 'account', retry: { afterSeconds: 3600 } }],
  [
    'closes the window',
    ['10/2018278', '10/2534022', '10/2018065'],
    { code: 'window_closed', retry: 'no', scope: 'recipient' },
  ],
  [
    'stops the account for its credentials',
    ['3', '10', '190', '190/463', '200', '200/2534041', '230', '299'],
    { code: 'credentials_invalid', retry: 'no', scope: 'account' },
  ],
  ['stops the account for its policy', ['368'], { code: 'policy_blocked', retry: 'no', scope: 'account' }],
  [
    'says that the person cannot be reached',
    ['551', '551/1545041', '200/1545041', '10/2018108', '100/2018001', '100/2534014'],
    { code: 'recipient_unreachable', retry: 'no', scope: 'recipient' },
  ],
  [
    'says that another app has the conversation',
    ['10/2018300', '100/2018300', '10/2018321', '100/2018321'],
    { code: 'policy_blocked', retry: 'no', scope: 'recipient' },
  ],
  [
    'is permanent for this message',
    ['100', '100/2018320'],
    { code: 'provider_rejected', retry: 'no', scope: 'message' },
  ],
  ['is permanent for this file', ['100/2018047', '100/2018074'], { code: 'media_rejected', retry: 'no' }],
  ['may be a link that is back soon', ['100/2018008'], { code: 'media_rejected', retry: { max: 3 } }],
  ['says that the file is too large', ['100/2018109'], { code: 'content_too_large', retry: 'no' }],
  ['leaves open whether it was sent', ['1', '1/1357046'], { code: 'outcome_unknown', retry: 'no' }],
]

const errorOf = (key: string) => {
  const [code = '', subcode] = key.split('/')
  return subcode === undefined ? { code } : { code, subcode }
}

test.each(DOCUMENTED)('a code %s', (_, codes, columns) => {
  for (const code of codes) {
    const found = rowOf(errorOf(code))
    expect(found, code).toMatchObject(columns)
    expect(Failure.safeParse(found).success).toBe(true)
  }
})

test('every row of the table is one of the documented codes', () => {
  const documented = new Set(
    DOCUMENTED.flatMap(([, codes]) => codes.flatMap((code) => [code, code.replace(/^\d+/, '*')])),
  )
  expect(Object.keys(FAILURES).filter((key) => !documented.has(key))).toEqual([])
})

const answer = (status: number, json: unknown) => ({ status, headers: new Headers(), json })

test('an error is classified by its code and subcode, whatever the HTTP status and the words', () => {
  for (const status of [200, 400, 401, 429, 500])
    expect(
      refusalOf(answer(status, { error: { code: 10, error_subcode: 2018278, message: '窗口已关闭' } })),
    ).toMatchObject({
      code: 'window_closed',
      provider: { code: '10', subcode: '2018278', detail: '窗口已关闭', httpStatus: status },
    })
})

test('an unknown code is a rejection, except in a server error, where it says nothing about what was done', () => {
  expect(refusalOf(answer(400, { error: { code: 987_654 } }))).toMatchObject({ code: 'provider_rejected', retry: 'no' })
  expect(refusalOf(answer(500, { error: { code: 987_654 } }))).toBeUndefined()
  expect(refusalOf(answer(500, { error: { code: 2 } }))).toMatchObject({ code: 'provider_unavailable' })
})

test('an answer without an error, or without a code in it, is none', () => {
  for (const json of [undefined, null, [], {}, { error: null }, { error: { message: 'no' } }])
    expect(refusalOf(answer(400, json))).toBeUndefined()
})

test('the words of Object are no codes', () => {
  for (const word of ['constructor', 'toString', '__proto__']) {
    expect(rowOf({ code: word })).toBeUndefined()
    expect(rowOf({ code: '100', subcode: word })).toMatchObject({ code: 'provider_rejected' })
  }
})
