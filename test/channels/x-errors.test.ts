import { expect, test } from 'vitest'
import { FAILURES, refusalOf, secondsToReset } from '../../adapters/x/errors.ts'
import { Failure } from '../../core/schema/failure.ts'

const NOW = 1_763_987_000_000
const SECONDS = NOW / 1000
const refusal = (status: number, json: unknown, headers: Record<string, string> = {}) =>
  refusalOf(NOW)({ status, headers: new Headers(headers), json })

/** What X says of each code it documents, in our words. https://docs.x.com/x-api/fundamentals/response-codes-and-errors */
const DOCUMENTED: readonly (readonly [what: string, codes: readonly (string | number)[], columns: object])[] = [
  [
    'stops the account for its credentials',
    [
      32,
      89,
      93,
      99,
      135,
      215,
      220,
      231,
      261,
      416,
      453,
      'unsupported-authentication',
      'client-forbidden',
      'oauth1-permissions',
    ],
    { code: 'credentials_invalid', retry: 'no', scope: 'account' },
  ],
  [
    'asks for money',
    ['usage-capped', 'credits', 'http_402'],
    { code: 'billing_required', retry: 'no', scope: 'account' },
  ],
  ['stops the account for its conduct', [64, 226, 326], { code: 'policy_blocked', retry: 'no', scope: 'account' }],
  ['is tried again', [88, 130], { retry: 'backoff', scope: 'account' }],
  ['is tried again in an hour', [185], { code: 'rate_limited', retry: { afterSeconds: 3600 } }],
  [
    'says that the person takes no messages from the shop',
    [50, 63, 108, 109, 136, 150, 349],
    { code: 'recipient_unreachable', retry: 'no', scope: 'recipient' },
  ],
  ['needs a verified sender', [476], { code: 'policy_blocked', retry: 'no', scope: 'recipient' }],
  ['lets only some people answer', [433], { code: 'policy_blocked', retry: 'no', scope: 'message' }],
  ['says that the text is too long', [186, 354], { code: 'content_too_large', retry: 'no', scope: 'message' }],
  ['says that files of two kinds do not go together', [386], { code: 'content_unsupported', retry: 'no' }],
  ['is about the file', [323, 324, 325], { code: 'media_rejected', retry: 'no', scope: 'message' }],
  [
    'is permanent for this message',
    [34, 87, 144, 151, 179, 187, 214, 385, 421, 422, 425, 'invalid-request', 'resource-not-found'],
    { code: 'provider_rejected', retry: 'no', scope: 'message' },
  ],
  [
    'is permanent for this message, by name',
    ['not-authorized-for-resource', 'disallowed-resource', 'resource-unavailable', 'duplicate-content'],
    { code: 'provider_rejected', retry: 'no', scope: 'message' },
  ],
  [
    'is forbidden without a word, and stops nobody else',
    ['http_403'],
    { code: 'provider_rejected', scope: 'recipient' },
  ],
]

test.each(DOCUMENTED)('a code %s', (_, codes, columns) => {
  for (const code of codes) {
    expect(FAILURES[String(code)], String(code)).toMatchObject(columns)
    expect(Failure.safeParse(FAILURES[String(code)]).success).toBe(true)
  }
})

test('every row of the table is one of the documented codes', () => {
  const documented = DOCUMENTED.flatMap(([, codes]) => codes.map(String))
  expect(Object.keys(FAILURES).sort()).toEqual([...documented].sort())
})

test('reads a problem, a list of errors, and a problem with a list in it', () => {
  const type = 'https://api.x.com/2/problems/usage-capped'
  expect(refusal(429 - 1, { type, title: 'UsageCapExceeded', detail: 'used up', status: 428 })).toMatchObject({
    code: 'billing_required',
    provider: { code: 'usage-capped', detail: 'used up', href: type, httpStatus: 428 },
  })
  expect(refusal(403, { errors: [{ code: 349, message: 'no' }] })).toMatchObject({ provider: { code: '349' } })
  const both = { type: 'about:blank', title: 'Forbidden', status: 403, errors: [{ code: 150, message: 'no' }] }
  expect(refusal(403, both)).toMatchObject({ code: 'recipient_unreachable', provider: { code: '150' } })
  expect(refusal(403, { type: 'about:blank', title: 'Forbidden', status: 403 })).toMatchObject({
    code: 'provider_rejected',
    scope: 'recipient',
    provider: { code: 'http_403' },
  })
})

test('takes 401 and 429 for what they are, whatever they say', () => {
  for (const json of [undefined, {}, { errors: [{ code: 349 }] }, { type: 'about:blank', status: 401 }]) {
    expect(refusal(401, json)).toMatchObject({ code: 'credentials_invalid', scope: 'account' })
    expect(refusal(429, json)).toMatchObject({ code: 'rate_limited', scope: 'account' })
  }
})

test('waits until the limit is full again: the longest of those that are used up', () => {
  const window = (name: string, remaining: string, after: number) => ({
    [`${name}-remaining`]: remaining,
    [`${name}-reset`]: String(SECONDS + after),
  })
  const wait = (headers: Record<string, string>) => refusal(429, {}, headers)?.retry
  expect(wait(window('x-rate-limit', '0', 90))).toEqual({ afterSeconds: 90 })
  expect(wait({ ...window('x-rate-limit', '0', 90), ...window('x-user-limit-24hour', '0', 7000) })).toEqual({
    afterSeconds: 7000,
  })
  expect(wait({ ...window('x-rate-limit', '3', 90), ...window('x-app-limit-24hour', '0', 7000) })).toEqual({
    afterSeconds: 7000,
  })
  // What is left may be missing, and the reset past.
  expect(wait({ 'x-rate-limit-reset': String(SECONDS + 30) })).toEqual({ afterSeconds: 30 })
  expect(wait(window('x-rate-limit', '0', -5))).toEqual({ afterSeconds: 1 })
  expect(wait(window('x-rate-limit', '0', 9e9))).toEqual({ afterSeconds: 86_400 })
})

test('waits as it sees fit when X says nothing of its limits', () => {
  expect(refusal(429, {})?.retry).toBe('backoff')
  expect(refusal(429, {}, { 'x-rate-limit-reset': 'soon' })?.retry).toBe('backoff')
  expect(secondsToReset(new Headers(), NOW)).toBeUndefined()
  expect(
    secondsToReset(new Headers({ 'x-rate-limit-remaining': '1', 'x-rate-limit-reset': '9999999999' }), NOW),
  ).toBeUndefined()
})

test('an unknown code is a rejection, except in a server error, where it says nothing about what was done', () => {
  expect(refusal(400, { errors: [{ code: 987_654 }] })).toMatchObject({ code: 'provider_rejected', retry: 'no' })
  expect(refusal(500, { errors: [{ code: 987_654 }] })).toBeUndefined()
  expect(refusal(500, { title: 'Internal Server Error', type: 'about:blank', status: 500 })).toBeUndefined()
  expect(refusal(500, { errors: [{ code: 130 }] })).toMatchObject({ code: 'provider_unavailable' })
})

test('an answer without an error is none, and the words of Object are no codes', () => {
  for (const json of [undefined, null, [], {}, { errors: null }, { errors: [] }, { errors: [7] }])
    expect(refusal(400, json)).toBeUndefined()
  for (const code of ['constructor', 'toString', '__proto__'])
    expect(refusal(400, { errors: [{ code }] })).toMatchObject({ code: 'provider_rejected' })
})
