import { describe, expect, test } from 'vitest'
import type { AdapterDeps, OutboundPart, SendOutcome } from '../../adapters/adapter.ts'
import { sms } from '../../adapters/sms/index.ts'
import { ordinaryDeps } from '../../adapters/testing/world.ts'
import { createAccess } from '../../functions/aws/access.ts'
import { OWN_KEY, sendFixture, sendNames } from './sms-aws.fixtures.ts'

const text: OutboundPart = {
  key: OWN_KEY,
  address: { channel: 'sms', account: '+14155550199', peers: [{ type: 'phone', value: '+14155550111' }] },
  content: { type: 'text', text: 'hi' },
}

const send = async (part: OutboundPart, answer: Response, changed: Partial<AdapterDeps> = {}, config: object = {}) => {
  const requests: Request[] = []
  const adapter = sms.create(sms.config.parse({ provider: 'aws', ...config }), {
    ...ordinaryDeps(),
    fetch: async (input, init) => {
      requests.push(new Request(input, init))
      return answer
    },
    now: () => 0,
    nonce: () => 'nonce',
    secrets: {},
    publicUrl: 'https://gateway.example',
    webhookUrl: 'https://gateway.example/webhooks/sms/main',
    ...changed,
  })
  const outcome: SendOutcome = await adapter.send(part, new AbortController().signal)
  return { outcome, requests }
}
const taken = (): Response => Response.json({ MessageId: 'b6f1f0a4' })
const refusal = (type: string, more: object = {}, status = 400): Response =>
  Response.json({ __type: `com.amazonaws.pinpointsmsvoicev2#${type}`, Message: 'no', ...more }, { status })
const failed = async (response: Response) => {
  const { outcome } = await send(text, response)
  return outcome.kind === 'refused' ? outcome.failure : outcome
}

describe('a part becomes one request', () => {
  test.each(sendNames())('%s', async (name) => {
    const { config, input, ...part } = sendFixture(name)
    const { requests } = await send({ ...part, key: OWN_KEY }, taken(), {}, config)
    expect(requests).toHaveLength(1)
    expect(await requests[0]?.json()).toEqual(input)
  })
})

describe('send', () => {
  test("calls SendTextMessage in the deployment's region, and names the scope of the receipts", async () => {
    const { outcome, requests } = await send(text, taken())
    const [request] = requests
    expect(request?.method).toBe('POST')
    expect(request?.url).toBe('https://sms-voice.eu-central-1.amazonaws.com/')
    expect(request?.headers.get('content-type')).toBe('application/x-amz-json-1.0')
    expect(request?.headers.get('x-amz-target')).toBe('PinpointSMSVoiceV2.SendTextMessage')
    expect(request?.headers.get('authorization')).toBe('AWS4-HMAC-SHA256 sms-voice')
    expect(outcome).toEqual({ kind: 'accepted', providerId: 'b6f1f0a4', scope: 'aws' })
  })

  test('signs for the region that the config names, with the credentials of the function', async () => {
    const aws = createAccess('eu-central-1', { accessKeyId: 'AKID', secretAccessKey: 'secret' })
    const { requests } = await send(text, taken(), { aws }, { region: 'us-east-1' })
    expect(requests[0]?.url).toBe('https://sms-voice.us-east-1.amazonaws.com/')
    expect(requests[0]?.headers.get('authorization')).toContain('/us-east-1/sms-voice/aws4_request')
  })

  test('calls the endpoint it is configured for', async () => {
    const { requests } = await send(text, taken(), {}, { apiUrl: 'https://sms-voice-fips.us-east-1.amazonaws.com/' })
    expect(requests[0]?.url).toBe('https://sms-voice-fips.us-east-1.amazonaws.com/')
  })

  test('refuses to send where there are no credentials to sign with', async () => {
    const sign = () => Promise.reject(new Error('could not load credentials of AKIDSECRET'))
    const { outcome, requests } = await send(text, taken(), { aws: { region: 'eu-central-1', sign } })
    expect(outcome).toMatchObject({ kind: 'refused', failure: { code: 'credentials_invalid', scope: 'account' } })
    expect(JSON.stringify(outcome)).not.toContain('AKIDSECRET')
    expect(requests).toEqual([])
  })

  test.each<readonly [string, Partial<OutboundPart>, string]>([
    [
      'a file',
      { content: { type: 'media', media: [{ kind: 'image', url: 'https://files.example/a.jpg' }] } },
      'content_unsupported',
    ],
    ['a reaction', { content: { type: 'reaction', target: '1', emoji: '👍' } }, 'content_unsupported'],
    [
      'a short code, which AWS cannot send to',
      { address: { ...text.address, peers: [{ type: 'short_code', value: '72345' }] } },
      'recipient_unreachable',
    ],
    [
      'a name, which cannot be answered',
      { address: { ...text.address, peers: [{ type: 'sender_id', value: 'ACME' }] } },
      'recipient_unreachable',
    ],
  ])('refuses %s without a request', async (_, changed, code) => {
    const { outcome, requests } = await send({ ...text, ...changed }, taken())
    expect(outcome).toMatchObject({ kind: 'refused', failure: { code } })
    expect(requests).toEqual([])
  })

  test("hands on AWS's words, exception and reason", async () => {
    expect(await failed(refusal('ConflictException', { Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' }))).toMatchObject({
      code: 'recipient_opted_out',
      retry: 'no',
      scope: 'recipient',
      provider: {
        code: 'ConflictException',
        subcode: 'DESTINATION_PHONE_NUMBER_OPTED_OUT',
        detail: 'no',
        httpStatus: 400,
      },
    })
  })
})

describe('a refusal', () => {
  test.each<readonly [string, string | undefined, string, unknown, string]>([
    ['ConflictException', 'DESTINATION_PHONE_NUMBER_NOT_VERIFIED', 'policy_blocked', 'no', 'recipient'],
    ['ConflictException', 'DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION', 'policy_blocked', 'no', 'recipient'],
    ['ConflictException', 'NO_ORIGINATION_IDENTITIES_FOUND', 'provider_rejected', 'no', 'account'],
    ['ConflictException', 'A_REASON_OF_TOMORROW', 'provider_rejected', 'no', 'message'],
    ['ResourceNotFoundException', undefined, 'provider_rejected', 'no', 'account'],
    ['ServiceQuotaExceededException', 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT', 'billing_required', 'no', 'account'],
    ['ServiceQuotaExceededException', undefined, 'rate_limited', { afterSeconds: 3600 }, 'account'],
    ['ThrottlingException', undefined, 'rate_limited', 'backoff', 'account'],
    ['AccessDeniedException', undefined, 'credentials_invalid', 'no', 'account'],
    ['AccessDeniedException', 'ACCOUNT_DISABLED', 'policy_blocked', 'no', 'account'],
    ['ExpiredTokenException', undefined, 'provider_unavailable', 'backoff', 'account'],
    ['ValidationException', 'MAXIMUM_SIZE_EXCEEDED', 'content_too_large', 'no', 'message'],
    ['ValidationException', undefined, 'provider_rejected', 'no', 'message'],
    ['AnExceptionOfTomorrow', undefined, 'provider_rejected', 'no', 'message'],
  ])('as %s with the reason %s is %s', async (type, Reason, code, retry, scope) => {
    expect(await failed(refusal(type, Reason === undefined ? {} : { Reason }))).toMatchObject({ code, retry, scope })
  })

  test('of a field tells by its name what is wrong', async () => {
    const of = (Name: string) =>
      failed(refusal('ValidationException', { Reason: 'FIELD_VALIDATION_FAILED', Fields: [{ Name, Message: 'bad' }] }))
    expect(await of('DestinationPhoneNumber')).toMatchObject({ code: 'recipient_unreachable' })
    expect(await of('OriginationIdentity')).toMatchObject({ code: 'provider_rejected', scope: 'account' })
    expect(await of('MessageBody')).toMatchObject({ code: 'provider_rejected', scope: 'message' })
  })

  test('may name its exception in a header alone', async () => {
    const headers = { 'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/coral/' }
    expect(await failed(Response.json({}, { status: 400, headers }))).toMatchObject({ code: 'rate_limited' })
  })

  test('of the server is one where AWS says that it did not complete, and else an unknown outcome', async () => {
    expect(await failed(refusal('InternalServerException', {}, 500))).toMatchObject({ code: 'provider_unavailable' })
    expect(await failed(refusal('SomethingElse', {}, 500))).toEqual({ kind: 'unknown', detail: 'http 500' })
  })
})
