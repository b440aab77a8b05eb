import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import {
  brokenConnection,
  connectionOf,
  type Faults,
  type SandboxAccount,
  type SandboxDelivery,
  type SandboxDeps,
} from '../../sandbox.ts'
import { inTurn, type SandboxState } from '../../sandbox-state.ts'
import { consentOf } from '../keywords.ts'
import type { PlayedProvider, Said } from '../sandbox-provider.ts'
import { mediaStore } from './sandbox-media.ts'
import { BROKEN, refuse, TOO_MANY, UNAUTHORIZED, type Refusal } from './sandbox-refusals.ts'
import { inboundParams, messageResource, signed, statusParams, type Params } from './sandbox-webhooks.ts'

type SendFault = NonNullable<Faults['send']>

const answer = ({ status, code, message }: Refusal): Response =>
  Response.json({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }, { status })

/** What a fault makes of a send that is not taken; undefined where it is taken all the same. */
const faultAnswer = ({ fault, retryAfterSeconds }: SendFault): Response | undefined => {
  if (fault === 'refuse_connection') return brokenConnection('refused')
  if (fault === 'expired_token') return answer(UNAUTHORIZED)
  if (fault === 'server_error') return answer(BROKEN)
  if (fault === 'drop') return undefined
  const response = answer(TOO_MANY)
  if (retryAfterSeconds !== undefined) response.headers.set('retry-after', String(retryAfterSeconds))
  return response
}

/** The statuses that are called back, in the order in which the calls are made. */
const callbacks = ({ receipts = ['sent', 'delivered'], reverseReceipts = false }: Faults, swap: boolean) => {
  const words = ['queued']
  if (receipts.includes('sent')) words.push('sent')
  if (receipts.includes('delivered')) words.push('delivered')
  if (receipts.includes('failed')) words.push('undelivered')
  if (reverseReceipts) return words.reverse()
  // `queued` and `sent` are made within milliseconds: often enough the second one is there first.
  return swap && words[1] === 'sent' ? ['sent', 'queued', ...words.slice(2)] : words
}

const sidOf = ({ secrets }: SandboxAccount): string => secrets['accountSid'] ?? ''
const pair = (sender: string, recipient: string): string => `${sender} ${recipient}`

/** Twilio as far as Messaging goes: takes sends, refuses what it would refuse, reports on them, and hands on messages. */
export const twilioSandbox = (
  deps: SandboxDeps,
  own: readonly SandboxAccount[],
  state: SandboxState,
): PlayedProvider => {
  const optedOut = new Set<string>()
  let sends = 0

  const id = (prefix: string): string =>
    prefix + createHash('sha256').update(`${prefix}${deps.nonce()}`).digest('hex').slice(0, 32)

  const callers = (authorization: string | undefined, accountSid: string): readonly SandboxAccount[] =>
    own.filter(
      (account) =>
        sidOf(account) === accountSid &&
        authorization ===
          `Basic ${Buffer.from(`${accountSid}:${account.secrets['authToken'] ?? ''}`).toString('base64')}`,
    )
  const media = mediaStore(
    (authorization, accountSid) => callers(authorization, accountSid).length > 0,
    () => answer(UNAUTHORIZED),
  )

  /** Delivers a webhook as often as it is to come; copies come with the parameters of `again`. */
  const deliver = async (first: SandboxDelivery, again: () => SandboxDelivery = () => first): Promise<number> => {
    const status = await deps.deliver(first)
    for (let copy = 0; copy < (state.faults().duplicates ?? 0); copy += 1) await deps.deliver(again())
    return status
  }

  const report = async (account: SandboxAccount, sid: string, form: URLSearchParams): Promise<void> => {
    const url = form.get('StatusCallback')
    // Twilio would call any URL; from here only the gateway can be reached.
    if (url === null || url.split('?')[0] !== account.webhookUrl) return
    const callback = (status: string, at: number): SandboxDelivery =>
      signed(account, url, statusParams(sid, sidOf(account), form, status, at), deps.nonce())
    const { earlyReceipts = false, receiptDelayMs = 0 } = state.faults()
    const jobs = callbacks(state.faults(), sends % 2 === 0).map(
      (status) => () => deliver(callback(status, deps.now()), () => callback(status, deps.now() + 3_600_000)),
    )
    if (earlyReceipts) for (const job of jobs) await job()
    else inTurn(deps.later, receiptDelayMs, jobs)
  }

  const accept = async (account: SandboxAccount, form: URLSearchParams): Promise<readonly [string, Response]> => {
    sends += 1
    const sid = id(form.has('MediaUrl') ? 'MM' : 'SM')
    await report(account, sid, form)
    return [sid, Response.json(messageResource(sid, sidOf(account), form, deps.now()), { status: 201 })]
  }

  /** Makes the message, or says why not. The id is given where it was taken, answered or not. */
  const send = async (
    authorization: string | undefined,
    accountSid: string,
    form: URLSearchParams,
  ): Promise<readonly [Response, string?]> => {
    const fault = state.nextSendFault()
    const failed = fault && faultAnswer(fault)
    if (failed) return [failed]
    const accounts = callers(authorization, accountSid)
    if (accounts[0] === undefined) return [answer(UNAUTHORIZED)]
    const refused = refuse(form, accounts, (sender, recipient) => optedOut.has(pair(sender, recipient)))
    if (refused) return [answer(refused)]
    const sender = form.get('MessagingServiceSid') ?? form.get('From')
    const [sid, response] = await accept(accounts.find(({ account }) => account === sender) ?? accounts[0], form)
    return [fault ? brokenConnection('dropped') : response, sid]
  }

  const api = new Hono()

  api.post('/2010-04-01/Accounts/:account/Messages.json', async (c) => {
    const form = new URLSearchParams(await c.req.text())
    const [response, providerId] = await send(c.req.header('authorization'), c.req.param('account'), form)
    if (connectionOf(response) === 'refused') return response
    state.record({
      at: deps.now(),
      method: 'POST',
      path: c.req.path,
      body: { ...Object.fromEntries(form), ...(form.has('MediaUrl') ? { MediaUrl: form.getAll('MediaUrl') } : {}) },
      status: response.status,
      ...(providerId === undefined ? {} : { providerId }),
    })
    return response
  })

  api.route('/', media.api)

  const remember = (text: string, sender: string, recipient: string): void => {
    if (consentOf(text) === 'revoked') optedOut.add(pair(sender, recipient))
    // Twilio lifts its block on YES as well.
    if (consentOf(text) === 'granted' || /^\s*yes\s*$/i.test(text)) optedOut.delete(pair(sender, recipient))
  }

  const customer = async (account: SandboxAccount, said: Said): ReturnType<PlayedProvider['customer']> => {
    const { from, text } = said
    const accountSid = sidOf(account)
    const sid = id(said.media.length > 0 ? 'MM' : 'SM')
    const files = said.media.map(({ contentType, data }) => {
      const file = id('ME')
      media.put(file, { accountSid, contentType, bytes: Uint8Array.from(Buffer.from(data, 'base64')) })
      return { id: file, contentType }
    })
    remember(text, account.account, from)
    const stated = { ...inboundParams(sid, accountSid, { from, to: account.account, text, files }), ...said.params }
    const kept = Object.entries(stated).filter((entry): entry is [string, string] => entry[1] !== null)
    const webhook: Params = Object.fromEntries(kept)
    const status = await deliver(signed(account, account.webhookUrl, webhook, deps.nonce()))
    return { providerId: webhook['MessageSid'] ?? sid, status }
  }

  return { api, customer }
}
