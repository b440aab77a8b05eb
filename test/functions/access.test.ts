import { createHash, createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { createAccess } from '../../functions/aws/access.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** Signature Version 4 as AWS describes it: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
const expected = (secret: string, method: string, url: URL, headers: Record<string, string>, body: string): string => {
  const [, scope = '', signedHeaders = ''] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+)/.exec(headers['authorization'] ?? '') ?? []
  const lines = signedHeaders.split(';').map((name) => `${name}:${headers[name]}\n`)
  const request = [method, url.pathname, url.searchParams.toString(), lines.join(''), signedHeaders, sha256(body)]
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(request.join('\n'))].join('\n')
  const key = scope.split('/').reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secret}`)
  return hmac(key, toSign).toString('hex')
}

test('a request to AWS carries a signature that AWS can recompute, made with the credentials of the moment', async () => {
  const secrets = ['first-secret', 'second-secret']
  const access = createAccess('eu-central-1', async () => ({
    accessKeyId: 'AKID',
    secretAccessKey: secrets[0] ?? '',
    sessionToken: 'session',
  }))
  const url = new URL('https://email.eu-central-1.amazonaws.com/v2/email/outbound-emails?a=b')
  const body = '{"Content":"Grüße"}'
  for (const secret of secrets.slice()) {
    const request = { method: 'POST', url: url.href, headers: { 'content-type': 'application/json' }, body }
    const headers = await access.sign('ses', request)
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-amz-security-token': 'session' })
    expect(headers['authorization']).toContain('/eu-central-1/ses/aws4_request')
    expect(headers['authorization']?.split('Signature=')[1]).toBe(expected(secret, 'POST', url, headers, body))
    secrets.shift()
  }
})

test('a request to another region is signed for that one', async () => {
  const access = createAccess('eu-central-1', { accessKeyId: 'AKID', secretAccessKey: 'secret' })
  const request = { method: 'POST', url: 'https://sms-voice.us-east-1.amazonaws.com/', headers: {}, body: '{}' }
  const headers = await access.sign('sms-voice', request, 'us-east-1')
  expect(headers['authorization']).toContain('/us-east-1/sms-voice/aws4_request')
})
