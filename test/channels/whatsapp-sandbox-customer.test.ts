import { describe, expect, test } from 'vitest'
import { InboundFact } from '../../core/schema/fact.ts'
import { ACCOUNT, OTHER, PHONE, world } from './whatsapp.world.ts'

describe('a customer', () => {
  const ACTIONS: readonly (readonly [what: string, action: object, fact: object])[] = [
    ['writes', { type: 'text', text: 'Hé 🎉' }, { kind: 'message', body: { text: 'Hé 🎉' } }],
    ...(['image', 'audio', 'video', 'document', 'sticker'] as const).map(
      (kind) =>
        [`sends a file: ${kind}`, { type: kind }, { body: { attachments: [{ kind, state: 'pending' }] } }] as const,
    ),
    ['speaks', { type: 'voice' }, { body: { text: '[voice message]', attachments: [{ kind: 'audio', voice: true }] } }],
    [
      'sends a place',
      { type: 'location', latitude: 1.5, longitude: 2, placeName: 'Gate' },
      { body: { content: { type: 'location', latitude: 1.5, name: 'Gate' } } },
    ],
    [
      'shares contacts',
      { type: 'contacts', contacts: [{ name: { formatted_name: 'Ida' }, phones: [{ phone: '+15550142210' }] }] },
      { body: { content: { type: 'contacts', contacts: [{ name: { formatted: 'Ida' } }] } } },
    ],
    [
      'picks a button',
      { type: 'button_reply', id: 'm', title: 'Medium', replyTo: 'wamid.offer' },
      { body: { content: { type: 'selection', id: 'm', of: 'wamid.offer' }, replyTo: { providerId: 'wamid.offer' } } },
    ],
    [
      'picks a row',
      { type: 'list_reply', id: 'thu', title: 'Thursday', description: 'After noon' },
      { body: { content: { type: 'selection', id: 'thu', description: 'After noon' } } },
    ],
    [
      'answers a template',
      { type: 'template_reply', payload: 'confirm:1', text: 'Yes' },
      { body: { text: 'Yes', content: { id: 'confirm:1' } } },
    ],
    [
      'fills in a form',
      { type: 'flow_reply', answers: { flow_token: 't', stars: '4' } },
      { body: { content: { type: 'form_response', token: 't', fields: { stars: '4' } } } },
    ],
    [
      'orders',
      { type: 'order', catalogId: 'c', items: [{ productId: 'k', quantity: 2, price: 9.5, currency: 'EUR' }] },
      { body: { content: { type: 'order', items: [{ productId: 'k', quantity: 2 }] } } },
    ],
    ['reacts', { type: 'reaction', target: 'wamid.1', emoji: '👍' }, { kind: 'reaction', emoji: '👍' }],
    ['takes a reaction back', { type: 'reaction', target: 'wamid.1', emoji: null }, { kind: 'reaction', emoji: null }],
    ['edits', { type: 'edit', target: 'wamid.1', text: 'Red' }, { kind: 'edit', body: { text: 'Red' } }],
    ['takes a message back', { type: 'revoke', target: 'wamid.1' }, { kind: 'revoke', target: 'wamid.1' }],
    [
      'changes the number',
      { type: 'number_change', from: PHONE, to: '+15550142250', userId: 'DE.1', newUserId: 'DE.2' },
      {
        kind: 'identity',
        change: 'number_changed',
        from: [{ value: PHONE }, { value: 'DE.1' }],
        to: [{ value: '+15550142250' }, { value: 'DE.2' }],
      },
    ],
    [
      'gets another user id',
      { type: 'user_id_change', userId: 'DE.1', newUserId: 'DE.2' },
      { kind: 'identity', change: 'user_id_changed', from: [{ value: 'DE.1' }], to: [{ value: 'DE.2' }] },
    ],
    [
      'sends what WhatsApp cannot pass on',
      { type: 'unsupported', kind: 'poll' },
      { body: { content: { type: 'unsupported', kind: 'poll' } } },
    ],
    ['opens the chat', { type: 'request_welcome' }, { kind: 'activity', event: 'request_welcome' }],
    ['stops marketing', { type: 'marketing', value: 'stop' }, { kind: 'consent', state: 'revoked' }],
    [
      'writes in a group',
      { type: 'text', text: 'Hi all', group: 'Y2FwaV9n' },
      { thread: { type: 'wa_group', value: 'Y2FwaV9n' }, author: { id: PHONE } },
    ],
    [
      'hides the number behind a username',
      { type: 'text', text: 'Guess who', userId: 'DE.1', username: 'nadia.b' },
      { peers: [{ type: 'wa_bsuid', value: 'DE.1' }], profile: { username: 'nadia.b' } },
    ],
    ['forwards', { type: 'text', text: 'Look', forwarded: 'many' }, { body: { forwarded: 'many' } }],
    [
      'asks about a product',
      { type: 'text', text: 'Still there?', replyTo: 'wamid.1', product: { catalogId: 'c', productId: 'k' } },
      { body: { referral: { product: { catalogId: 'c', productId: 'k' } } } },
    ],
    [
      'comes from an advert',
      { type: 'text', text: 'Hi', referral: { source_type: 'ad', headline: 'Kettles' } },
      { body: { referral: { source: 'ad', headline: 'Kettles' } } },
    ],
    ['writes to the other number', { type: 'text', text: 'Hi', account: OTHER }, { account: OTHER }],
    [
      'does anything at all, raw',
      {
        type: 'raw',
        value: {
          metadata: { phone_number_id: ACCOUNT },
          messages: [{ id: 'wamid.r', type: 'text', text: { body: 'Raw' } }],
        },
      },
      { id: 'wamid.r', body: { text: 'Raw' } },
    ],
  ]

  test.each(ACTIONS)('%s', async (_, action, fact) => {
    const { sandbox, facts } = world()
    const { providerId, status } = await sandbox.customer(action)
    expect(status).toBe(200)
    expect(providerId).toMatch(/^wamid\./)
    expect(facts).toHaveLength(1)
    expect(facts[0]).toMatchObject(fact)
    expect(InboundFact.parse(facts[0])).toEqual(facts[0])
  })

  test('who does something impossible gets an error and sends nothing', async () => {
    const { sandbox, deliveries } = world()
    for (const wrong of [{}, { type: 'dance' }, { type: 'text' }, { type: 'text', text: 'Hi', from: 'Nadia' }, null])
      await expect(sandbox.customer(wrong)).rejects.toThrow(/invalid/i)
    await expect(sandbox.customer({ type: 'text', text: 'Hi', account: '1' })).rejects.toThrow('no such account')
    expect(deliveries).toEqual([])
  })

  test('is heard in JSON as Meta writes it, escaped before it is signed', async () => {
    const { sandbox, deliveries } = world()
    await sandbox.customer({ type: 'text', text: 'Hé 🎉 a/b' })
    expect(deliveries[0]?.body).toContain(String.raw`H\u00e9 \ud83c\udf89 a\/b`)
    expect(deliveries[0]?.headers['x-hub-signature-256']).toMatch(/^sha256=[0-9a-f]{64}$/)
  })

  test('is heard again when the gateway did not take it', async () => {
    const { sandbox, clock, facts, deliveries } = world({}, [500, 503])
    expect(await sandbox.customer({ type: 'text', text: 'Hello?' })).toMatchObject({ status: 500 })
    expect(facts).toEqual([])
    await clock.drain()
    expect(facts).toMatchObject([{ body: { text: 'Hello?' } }])
    expect(deliveries).toHaveLength(3)
  })
})
