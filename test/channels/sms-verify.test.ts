import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { WebhookRequest } from '../../adapters/adapter.ts'
import { verifySignature } from '../../adapters/sms/twilio/verify.ts'

type Values = Readonly<Record<string, string | readonly string[]>>

const TOKEN = 'parley-token'
const URL_ = 'https://gateway.example/webhooks/sms/main'
const MESSAGE: Values = {
  MessageSid: 'SM1',
  From: '+14155550111',
  To: '+14155550199',
  Body: 'Größe 42 & 日本語 👍',
  ToCity: '',
}

const bodyOf = (values: Values): string =>
  new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
  ).toString()

const request = (url: string, body: string, signature: string): WebhookRequest => ({
  method: 'POST',
  url,
  query: Array.from(new URLSearchParams(url.split('?')[1] ?? '')),
  headers: { 'x-twilio-signature': signature },
  body: new TextEncoder().encode(body),
})

// Signatures computed apart from this code, with Python's hmac: base64(HMAC-SHA1(token, URL + sorted names and values)).
describe('X-Twilio-Signature', () => {
  test.each<readonly [string, string, string, Values]>([
    ['over the URL and UTF-8 parameters, empty ones too', URL_, 'b9G5uzKo2c9R+mCdEMQHCDDZ7YE=', MESSAGE],
    ['made with the port 443', URL_, 'UeR0ZT5Aq2TKDA3DIC8k7HqcyG4=', MESSAGE],
    [
      'made without the port that is configured',
      URL_.replace('.example', '.example:443'),
      'b9G5uzKo2c9R+mCdEMQHCDDZ7YE=',
      MESSAGE,
    ],
    ['made with the port 80 of an http URL', URL_.replace('https', 'http'), 'Xp17WIJBnYFltM/WjR/Gr33O0uA=', MESSAGE],
    ['made with another port', URL_.replace('.example', '.example:8443'), 'nsik4BsigKDpwx+4SgaDoGSI1m0=', MESSAGE],
    ['over a query', `${URL_}?parley=msg_8sKq2.0`, 'D9UjC/Lt0/Tmr+UdLipGWwDOoVo=', MESSAGE],
    ['without the fragment of connection overrides', `${URL_}#rc=3&rp=all`, 'b9G5uzKo2c9R+mCdEMQHCDDZ7YE=', MESSAGE],
    [
      'over values that come more than once',
      URL_,
      'sjvsXL3384mGUlVwSxRgXNryQ0c=',
      { MessageSid: 'SM1', Tag: ['b', 'a', 'b', ''] },
    ],
    ['over credentials in the URL', URL_.replace('//', '//user:p%40ss@'), 'ZABfKvcnBYndczulJZe71ghSDKY=', MESSAGE],
    ['over a query written the old way', `${URL_}?name=it%27s%20me`, 'j1QxDmY0d1D9Spfpbg6N6X11ZWU=', MESSAGE],
    ['over a query written as browsers do', `${URL_}?name=it's%20me`, 'gIgkuG/cm7a2wX3kaSgfmj+V6Uc=', MESSAGE],
  ])('is accepted when it is %s', (_, url, signature, values) => {
    expect(verifySignature(request(url, bodyOf(values), signature), [TOKEN])).toBe(true)
    expect(verifySignature(request(url, bodyOf(values), signature), ['other', TOKEN])).toBe(true)
    expect(verifySignature(request(url, bodyOf(values), signature), ['other'])).toBe(false)
  })

  test.each([
    ['of another path', URL_.replace('main', 'mine')],
    ['of another host', URL_.replace('gateway', 'gateway2')],
    ['without its query', `${URL_}?parley=msg_8sKq2.0`],
    ['with a slash more', `${URL_}/`],
  ])('is refused for the URL %s', (_, url) => {
    expect(verifySignature(request(url, bodyOf(MESSAGE), 'b9G5uzKo2c9R+mCdEMQHCDDZ7YE='), [TOKEN])).toBe(false)
  })

  const json = '{"event":"späť"}'
  const hash = 'f5f97165046cf694c30ebf188eb958ee2ad605d4133e34a900028d2e8fcbe2ae'
  test('covers a JSON body by its hash in the query', () => {
    const url = `${URL_}?bodySHA256=${hash}`
    const verify = (body: string): boolean =>
      verifySignature(request(url, body, 'PdSlOvBA1OOcNv/RAD/AcVL/jww='), [TOKEN])
    expect(verify(json)).toBe(true)
    expect(verify(json.replace('sp', 'sq'))).toBe(false)
    expect(verify('')).toBe(false)
  })

  test('ignores a hash in the query that is not in the signed URL', () => {
    const forged = { ...request(URL_, json, 'b9G5uzKo2c9R+mCdEMQHCDDZ7YE='), query: [['bodySHA256', hash]] as const }
    expect(verifySignature(forged, [TOKEN])).toBe(false)
  })

  test('verifies nothing without a token', () => {
    const signed = request(URL_, bodyOf(MESSAGE), 'b9G5uzKo2c9R+mCdEMQHCDDZ7YE=')
    for (const tokens of [undefined, [], ['']]) expect(verifySignature(signed, tokens)).toBe(false)
  })
})

interface Vector {
  readonly name: string
  readonly authToken: string
  readonly url: string
  readonly params: Values
  readonly body: string | null
  readonly signature: string
}

const corpus = process.env['PARLEY_CORPUS']
if (corpus === undefined)
  test("Twilio's own vectors are not checked here: PARLEY_CORPUS names no corpus", () => {
    expect(corpus).toBeUndefined()
  })
else {
  const vectors = JSON.parse(readFileSync(`${corpus}/sms/twilio-signature-vectors.json`, 'utf8')) as Vector[]
  test.each(vectors)('verifies the vector of Twilio: $name', ({ authToken, url, params, body, signature }) => {
    const verify = (token: string): boolean => verifySignature(request(url, body ?? bodyOf(params), signature), [token])
    expect(verify(authToken)).toBe(true)
    expect(verify(`${authToken}0`)).toBe(false)
  })
}
