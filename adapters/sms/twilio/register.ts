import { text } from '../../json.ts'
import { type Change, type SetupAt, SetupError } from '../../setup.ts'
import { type Inbound, leadsHere, readSender, type Twilio, twilioApi } from './senders.ts'

const pointing =
  ({ call }: Twilio, { kind, resource }: Inbound, webhookUrl: string) =>
  async (signal: AbortSignal): Promise<void> => {
    const form =
      kind === 'service'
        ? { InboundRequestUrl: webhookUrl, InboundMethod: 'POST' }
        : { SmsUrl: webhookUrl, SmsMethod: 'POST', SmsApplicationSid: '' }
    const { status, json } = await call(resource, signal, form)
    if (status >= 400) throw new SetupError(`Twilio refuses: ${text(json['message']) ?? `status ${status}`}`)
  }

/** The webhook of each number, or of the Messaging Service that takes what customers write to it. */
export const registerTwilio = async (at: SetupAt, signal: AbortSignal): Promise<readonly Change[]> => {
  const twilio = twilioApi(at)
  if (twilio === undefined) throw new SetupError('The Account SID or the auth token is not set: parley secrets list')
  const changes = at.accounts.map(async (account): Promise<readonly Change[]> => {
    const sender = await readSender(twilio, account, signal)
    if (sender === undefined) throw new SetupError(`${account} is not in the Twilio account.`)
    if (sender === 'none') return []
    const { inbound } = sender
    const of = inbound.kind === 'service' ? 'the Messaging Service of this number' : 'this number'
    const what = `Messages to ${of} go to ${at.webhookUrl}`
    if (leadsHere(inbound, at.webhookUrl)) return [{ account, what }]
    return [{ account, what, apply: pointing(twilio, inbound, at.webhookUrl) }]
  })
  return (await Promise.all(changes)).flat()
}
