import { describe, expect, test } from 'vitest'
import { connectionOf, type Faults } from '../../adapters/sandbox.ts'
import { OWN_KEY, sendFixture, sendNames } from './whatsapp.fixtures.ts'
import { ACCOUNT, codeOf, PHONE, secrets, states, text, world } from './whatsapp.world.ts'

describe('a send', () => {
  test('is taken, answered as Graph answers, and then sent, delivered and read', async () => {
    const { sandbox, clock, facts, send } = world()
    const outcome = await send(text)
    const providerId = outcome.kind === 'accepted' ? outcome.providerId : ''
    expect(providerId).toMatch(/^wamid\./)
    expect(outcome).toMatchObject({ aliases: [{ type: 'phone', value: PHONE }] })
    expect(facts).toEqual([])
    await clock.drain()
    expect(states(facts)).toEqual(['sent', 'delivered', 'read'])
    for (const fact of facts)
      expect(fact).toMatchObject({ target: providerId, scope: ACCOUNT, ours: OWN_KEY, pricing: { model: 'PMP' } })
    expect(sandbox.requests()).toMatchObject([
      {
        method: 'POST',
        path: `/v26.0/${ACCOUNT}/messages`,
        status: 200,
        providerId,
        body: { text: { body: text.text } },
      },
    ])
    expect(JSON.stringify(sandbox.requests())).not.toContain(secrets.accessToken)
  })

  test.each(sendNames())('takes what the adapter renders: %s', async (name) => {
    const { sandbox, send } = world()
    await sandbox.customer({ type: 'text', text: 'Hello', from: PHONE, userId: 'DE.48120093317264' })
    const { address, content, replyTo } = sendFixture(name)
    const outcome = await send(content, replyTo === undefined ? { address } : { address, replyTo })
    expect(outcome).toMatchObject({ kind: 'accepted' })
  })

  test('to a user id is answered with the user id, and its receipts name no number the sandbox has not seen', async () => {
    const { clock, facts, send } = world()
    const peers = [{ type: 'wa_bsuid' as const, value: 'DE.48120093317264' }]
    const outcome = await send(text, { address: { channel: 'whatsapp', account: ACCOUNT, peers } })
    expect(outcome).toMatchObject({ kind: 'accepted', aliases: peers })
    await clock.drain()
    for (const fact of facts) expect(fact).toMatchObject({ kind: 'receipt', peers })
  })

  test('to a group is reported on for the group', async () => {
    const { clock, facts, send } = world()
    const thread = { type: 'wa_group' as const, value: 'Y2FwaV9ncm91cDpwYXJsZXk6MQ' }
    await send(text, { address: { channel: 'whatsapp', account: ACCOUNT, peers: [], thread } })
    await clock.drain()
    for (const fact of facts) expect(fact).toMatchObject({ kind: 'receipt', thread, peers: [] })
    expect(states(facts)).toHaveLength(3)
  })
})

describe('the sandbox misbehaves on request:', () => {
  test('receipts in reverse, early, fewer, or failed', async () => {
    const reversed = world({ reverseReceipts: true })
    await reversed.send(text)
    await reversed.clock.drain()
    expect(states(reversed.facts)).toEqual(['read', 'delivered', 'sent'])

    const early = world({ earlyReceipts: true })
    await early.send(text)
    expect(states(early.facts)).toEqual(['sent', 'delivered', 'read'])

    const failed = world({ receipts: ['sent', 'failed'] })
    await failed.send(text)
    await failed.clock.drain()
    expect(failed.facts).toMatchObject([
      { state: 'sent' },
      { state: 'failed', failure: { code: 'recipient_unreachable', provider: { code: '131026' } } },
    ])

    const none = world({ receipts: [] })
    await none.send(text)
    await none.clock.drain()
    expect(none.facts).toEqual([])
  })

  test('receipts with time between them', async () => {
    const { clock, facts, send } = world({ receiptDelayMs: 5000 })
    await send(text)
    await clock.advance(9999)
    expect(states(facts)).toEqual(['sent'])
    await clock.advance(1)
    expect(states(facts)).toEqual(['sent', 'delivered'])
  })

  test('every webhook several times, the copies with a later time and the same id', async () => {
    const { sandbox, facts } = world({ duplicates: 2 })
    await sandbox.customer({ type: 'text', text: 'Once' })
    expect(facts).toHaveLength(3)
    expect(new Set(facts.map((fact) => fact.kind === 'message' && fact.id)).size).toBe(1)
    expect(new Set(facts.map(({ at }) => at)).size).toBe(3)
  })

  test('sends that are throttled, fail, or meet an expired token, as often as asked', async () => {
    const { sandbox, clock, facts, send } = world()
    const fails = async (send_: Faults['send']) => {
      sandbox.faults(send_ === undefined ? {} : { send: send_ })
      return send(text)
    }
    expect(await fails({ fault: 'rate_limited', times: 1, retryAfterSeconds: 9 })).toMatchObject({
      failure: { code: 'rate_limited', retry: { afterSeconds: 9 }, provider: { code: '130429', httpStatus: 429 } },
    })
    expect(await send(text)).toMatchObject({ kind: 'accepted' })
    expect(await fails({ fault: 'server_error', times: 2 })).toMatchObject({
      failure: { code: 'provider_unavailable' },
    })
    expect(codeOf(await send(text))).toBe('2')
    expect(codeOf(await send(text))).toBe('accepted')
    expect(await fails({ fault: 'expired_token', times: 1 })).toMatchObject({
      failure: { code: 'credentials_invalid' },
    })
    await clock.drain()
    expect(states(facts)).toHaveLength(6)
  })

  test('a connection that is refused took nothing', async () => {
    const { sandbox, clock, facts, send } = world({ send: { fault: 'refuse_connection', times: 1 } })
    expect(await send(text)).toMatchObject({ kind: 'refused', failure: { code: 'provider_unavailable' } })
    await clock.drain()
    expect([facts, sandbox.requests()]).toEqual([[], []])
  })

  test('a connection that drops took the message, whose receipts bring our key home', async () => {
    const { sandbox, clock, facts, send } = world({ send: { fault: 'drop', times: 1 } })
    expect(await send(text)).toMatchObject({ kind: 'unknown' })
    await clock.drain()
    expect(facts[0]).toMatchObject({ kind: 'receipt', state: 'sent', ours: OWN_KEY })
    expect(sandbox.requests()).toHaveLength(1)
    sandbox.faults({ send: { fault: 'drop', times: 1 } })
    const response = await sandbox.api.request(`/v26.0/${ACCOUNT}/messages`, { method: 'POST', body: '{}' })
    expect(connectionOf(response)).toBe('dropped')
  })
})
