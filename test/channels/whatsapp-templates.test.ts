import { describe, expect, test } from 'vitest'
import type { ChannelAdapter, TemplatesOutcome } from '../../adapters/adapter.ts'
import { readTemplate } from '../../adapters/whatsapp/read-template.ts'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import { ordinaryDeps } from '../../adapters/testing/world.ts'
import { ChannelTemplate } from '../../core/schema/template.ts'
import { previewOf, variablesOf } from '../../core/templates/variables.ts'
import { ACCOUNT, secrets, world } from './whatsapp.world.ts'

const signal = new AbortController().signal

const templatesOf = ({ templates }: ChannelAdapter) => {
  if (templates === undefined) throw new Error('no templates')
  return templates
}

const all = async (adapter: ChannelAdapter, account: string): Promise<ChannelTemplate[]> => {
  const found: ChannelTemplate[] = []
  let cursor: string | undefined
  do {
    const outcome: TemplatesOutcome = await templatesOf(adapter)(account, cursor, signal)
    if (outcome.kind === 'refused') throw new Error(outcome.failure.code)
    found.push(...outcome.templates)
    cursor = outcome.next
  } while (cursor !== undefined)
  return found
}

const template = (components: unknown[], more: object = {}) =>
  readTemplate({ name: 'tea', language: 'de', status: 'APPROVED', id: '1', components, ...more })

const required = (found: ChannelTemplate | undefined): ChannelTemplate => {
  if (found === undefined) throw new Error('no template')
  expect(ChannelTemplate.parse(found)).toEqual(found)
  return found
}

describe('the list of templates', () => {
  test('is that of the Business Account, page by page, one request each', async () => {
    const asked: string[] = []
    const answers: Record<string, unknown> = {
      '/v26.0/77?fields=health_status': {
        health_status: {
          entities: [
            { entity_type: 'PHONE_NUMBER', id: '77' },
            { entity_type: 'WABA', id: '88' },
          ],
        },
      },
      first: {
        data: [{ name: 'a', language: 'de', status: 'APPROVED' }, { name: 'no language' }],
        paging: { cursors: { after: 'QVFI+x=' }, next: 'https://graph.facebook.com/next' },
      },
      second: { data: [{ name: 'b', language: 'de', status: 'APPROVED' }], paging: { cursors: { after: 'end' } } },
    }
    const adapter = whatsapp.create(whatsapp.config.parse({}), {
      ...ordinaryDeps(),
      fetch: async (input) => {
        const { pathname, search, searchParams } = new URL(new Request(input).url)
        asked.push(`${pathname}?${searchParams.get('after') ?? ''}`)
        const page = searchParams.get('after') === 'QVFI+x=' ? 'second' : 'first'
        return Response.json(answers[pathname + search] ?? answers[page])
      },
      now: () => 0,
      nonce: () => '',
      secrets: { accessToken: ['t'] },
      publicUrl: 'https://gateway.example',
      webhookUrl: 'https://gateway.example/webhooks/whatsapp/main',
    })
    expect((await all(adapter, '77')).map(({ name }) => name)).toEqual(['a', 'b'])
    expect(asked).toEqual(['/v26.0/77?', '/v26.0/88/message_templates?', '/v26.0/88/message_templates?QVFI+x='])
  })

  test('is served by the sandbox, to who has the token', async () => {
    const { adapter, sandbox } = world()
    const found = await all(adapter, ACCOUNT)
    const byStatus = (status: string) => found.filter((one) => one.status === status).map(({ name }) => name)
    expect(byStatus('rejected')).toEqual(['free_phone'])
    expect(byStatus('paused')).toEqual(['tea_of_the_day'])
    expect(byStatus('approved')).toContain('reservation')
    for (const one of found) expect(previewOf(one)).not.toContain('{{')
    const bare = await sandbox.api.request('/v26.0/100000000000001/message_templates')
    expect(bare.status).toBe(401)
    const headers = { authorization: `Bearer ${secrets.accessToken}` }
    expect((await sandbox.api.request('/v26.0/999/message_templates', { headers })).status).toBe(400)
    const page = await sandbox.api.request('/v26.0/100000000000001/message_templates?limit=2&after=2', { headers })
    expect(await page.json()).toMatchObject({ data: [{}, {}], paging: { cursors: { after: '4' } } })
  })

  test('is refused as every request is', async () => {
    const { adapter } = world()
    expect(await templatesOf(adapter)('nobody', undefined, signal)).toMatchObject({
      kind: 'refused',
      failure: { code: 'provider_rejected' },
    })
  })
})

describe('a template', () => {
  test('has its variables by place, with the samples of the review', () => {
    const found = required(
      template([
        { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['4711'] } },
        { type: 'BODY', text: 'Dear {{2}}, it is {{1}}.', example: { body_text: [['sent', 'Ada']] } },
        { type: 'FOOTER', text: 'The Kettle' },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'URL', text: 'Track', url: 'https://a.example/t/{{1}}', example: ['https://a.example/t/4711'] },
            { type: 'URL', text: 'Shop', url: 'https://a.example/' },
            { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+4930123456' },
            { type: 'COPY_CODE', text: 'Copy', example: 'TEA20' },
            { type: 'QUICK_REPLY', text: 'Stop' },
            { type: 'HOLOGRAM' },
          ],
        },
      ]),
    )
    expect(variablesOf(found)).toEqual([
      { name: 'header.text', where: 'header', button: null, type: 'text', example: '4711' },
      { name: '1', where: 'body', button: null, type: 'text', example: 'sent' },
      { name: '2', where: 'body', button: null, type: 'text', example: 'Ada' },
      { name: 'button.0', where: 'button', button: 0, type: 'text', example: '4711' },
      { name: 'button.3', where: 'button', button: 3, type: 'text', example: 'TEA20' },
    ])
    expect(previewOf(found)).toBe(
      'Order 4711\n\nDear Ada, it is sent.\n\nThe Kettle\n\nTrack: https://a.example/t/4711\nShop: https://a.example/\nCall: +4930123456\nCopy: TEA20\nStop',
    )
  })

  test('has its variables by name', () => {
    const params = (name: string, example: string) => [{ param_name: name, example }]
    const found = required(
      template([
        {
          type: 'HEADER',
          format: 'TEXT',
          text: 'At {{place}}',
          example: { header_text_named_params: params('place', 'The Kettle') },
        },
        { type: 'BODY', text: 'On {{day}}', example: { body_text_named_params: params('day', 'Monday') } },
      ]),
    )
    expect(variablesOf(found).map(({ name, example }) => [name, example])).toEqual([
      ['header.text', 'The Kettle'],
      ['day', 'Monday'],
    ])
  })

  test('may have a file for its header, and a one-time code that is sent as a link', () => {
    const found = required(
      template([
        { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://a.example/a.jpg'] } },
        { type: 'BODY', text: 'Your code' },
        { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy code' }] },
      ]),
    )
    expect(variablesOf(found)).toMatchObject([
      { name: 'header.image', type: 'image', example: 'https://a.example/a.jpg' },
      { name: 'button.0', type: 'text', example: null },
    ])
    expect(previewOf(found)).toBe('[image]\n\nYour code\n\nCopy code: {{1}}')
  })

  test.each([
    ['APPROVED', 'approved'],
    ['PENDING', 'pending'],
    ['IN_APPEAL', 'pending'],
    ['REJECTED', 'rejected'],
    ['PAUSED', 'paused'],
    ['DISABLED', 'disabled'],
    ['LIMIT_EXCEEDED', 'disabled'],
    ['SOMETHING_NEW', 'disabled'],
    ['constructor', 'disabled'],
  ])('in status %s is %s', (status, expected) => {
    expect(template([], { status })?.status).toBe(expected)
  })

  test('that cannot be read is none, and no reason is none', () => {
    expect(readTemplate({ name: 'tea' })).toBeUndefined()
    expect(readTemplate({ language: 'de' })).toBeUndefined()
    expect(template([], { status: 'DELETED' })).toBeUndefined()
    expect(template([], { rejected_reason: 'NONE' })?.reason).toBeNull()
    expect(template([], { rejected_reason: 'PROMOTIONAL' })?.reason).toBe('PROMOTIONAL')
    expect(required(template([{ type: 'BODY' }, { type: 'HEADER', format: 'HOLOGRAM' }, 7]))).toMatchObject({
      components: { header: null, body: '' },
    })
  })
})
