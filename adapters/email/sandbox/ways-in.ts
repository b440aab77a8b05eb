import { createHash } from 'node:crypto'
import { ImpossibleAction, type SandboxAccount, type SandboxDelivery, type SandboxDeps } from '../../sandbox.ts'
import { hmac } from '../../signature.ts'
import { digest } from '../thread.ts'
import { withoutLabel } from '../address.ts'
import { readMime } from '../inbound/mail.ts'
import type { Verdicts } from './input.ts'
import type { Letter } from './letter.ts'
import { enveloped, receivedNotification } from './ses-words.ts'

/** A letter for one of the sandbox's accounts, and what is found when it comes in. */
export interface Arrival {
  readonly account: SandboxAccount
  readonly letter: Letter
  readonly verdicts: Verdicts
}

const WORDS = { PASS: 'pass', FAIL: 'fail', GRAY: 'neutral', PROCESSING_FAILED: 'temperror' } as const
const word = (verdict: Verdicts['spf']) => WORDS[verdict ?? 'PASS']
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

/** What a receiving server writes above a mail: where it came from, and what it found. */
const withTrace = ({ letter, verdicts }: Arrival, lines: readonly string[]): Buffer =>
  Buffer.concat([
    Buffer.from(
      [
        `Return-Path: <${letter.sender}>`,
        `Received: from mx.${domainOf(letter.messageId)} by inbound.sandbox.example for ${letter.recipient}`,
        `X-SES-Spam-Verdict: ${verdicts.spam ?? 'PASS'}`,
        ...lines,
        '',
      ].join('\r\n'),
    ),
    letter.mime,
  ])

const results = ({ letter, verdicts }: Arrival, from: string): string =>
  `Authentication-Results: amazonses.com; spf=${word(verdicts.spf)} smtp.mailfrom=${letter.sender};` +
  ` dkim=${word(verdicts.dkim)} header.i=@${domainOf(from)}; dmarc=${word(verdicts.dmarc)} header.from=${domainOf(from)};`

const idOf = (nonce: string): string => createHash('sha256').update(nonce).digest('hex').slice(0, 40)

/** Into the shop's bucket, then a word about it into the connection's queue. */
const bySes = async (arrival: Arrival, deps: SandboxDeps): Promise<number> => {
  const { account, letter, verdicts } = arrival
  const sesId = idOf(deps.nonce())
  const key = `mail-in/${account.connection}/${sesId}`
  const bucket = await deps.store(key, withTrace(arrival, [results(arrival, letter.messageId)]))
  const notification = receivedNotification(letter, verdicts, sesId, { bucket, key }, deps.now())
  await deps.enqueue(account.connection, enveloped(notification, sesId, deps.now()))
  return 200
}

/** Postmark proves itself by a password in the webhook's URL. https://postmarkapp.com/developer/webhooks/inbound-webhook */
const byPostmark = (arrival: Arrival): Omit<SandboxDelivery, 'connection' | 'method'> => {
  const { account, letter, verdicts } = arrival
  const mime = withTrace(arrival, []).toString('latin1')
  const address = {
    Email: letter.recipient,
    Name: '',
    MailboxHash: letter.recipient.split('@')[0]?.split('+')[1] ?? '',
  }
  return {
    suffix: '',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`postmark:${account.secrets['postmarkToken'] ?? ''}`).toString('base64')}`,
    },
    body: JSON.stringify({
      From: letter.sender,
      FromFull: { Email: letter.sender, Name: '', MailboxHash: '' },
      To: letter.recipient,
      ToFull: [address],
      OriginalRecipient: letter.recipient,
      MailboxHash: address.MailboxHash,
      MessageID: idOf(letter.messageId),
      MessageStream: 'inbound',
      Headers: [
        { Name: 'Return-Path', Value: `<${letter.sender}>` },
        { Name: 'Received-SPF', Value: verdicts.spf === 'FAIL' ? 'Fail (sandbox)' : 'Pass (sandbox)' },
        { Name: 'X-Spam-Status', Value: verdicts.spam === 'FAIL' ? 'Yes' : 'No' },
        { Name: 'X-Spam-Tests', Value: verdicts.dkim === 'FAIL' ? '' : 'DKIM_SIGNED,DKIM_VALID,DKIM_VALID_AU' },
      ],
      RawEmail: mime,
      Attachments: [],
    }),
  }
}

/** A form, as Mailgun posts it to a URL that wants the mail as it is; time and token are signed. */
const byMailgun = (arrival: Arrival, deps: SandboxDeps): Omit<SandboxDelivery, 'connection' | 'method'> => {
  const { account, letter, verdicts } = arrival
  const timestamp = `${Math.floor(deps.now() / 1000)}`
  const token = idOf(deps.nonce())
  const found = (verdict: Verdicts['spf']) => (verdict === 'FAIL' ? 'Fail' : 'Pass')
  const mime = withTrace(arrival, [
    `X-Mailgun-Spf: ${found(verdicts.spf)}`,
    `X-Mailgun-Dkim-Check-Result: ${found(verdicts.dkim)}`,
    `X-Mailgun-Sflag: ${verdicts.spam === 'FAIL' ? 'Yes' : 'No'}`,
  ])
  const fields: Readonly<Record<string, string>> = {
    recipient: letter.recipient,
    sender: letter.sender,
    from: letter.sender,
    timestamp,
    token,
    signature: hmac('sha256', account.secrets['mailgunSigningKey'] ?? '', timestamp + token, 'hex'),
    'body-mime': mime.toString('latin1'),
  }
  const boundary = `sandbox-${token}`
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return {
    suffix: '',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: `${parts.join('')}--${boundary}--\r\n`,
  }
}

export type WayIn = 'ses' | 'postmark' | 'mailgun' | 'sendgrid' | 'none'

const by = ({ config }: SandboxAccount): WayIn =>
  (config as { readonly receive?: { readonly by?: WayIn } } | undefined)?.receive?.by ?? 'ses'

/** Brings a letter in, the way the connection receives; answers the gateway's HTTP status, 200 where it is a queue. */
export const bringIn = async (arrival: Arrival, deps: SandboxDeps): Promise<number> => {
  const { account } = arrival
  const post = (delivery: Omit<SandboxDelivery, 'connection' | 'method'>): Promise<number> =>
    deps.deliver({ connection: account.connection, method: 'POST', ...delivery })
  const way = by(account)
  switch (way) {
    case 'ses':
      return bySes(arrival, deps)
    case 'postmark':
      return post(byPostmark(arrival))
    case 'mailgun':
      return post(byMailgun(arrival, deps))
    case 'sendgrid':
      throw new ImpossibleAction('SendGrid signs with a key that nobody else has: play customers of another way in')
    case 'none':
      throw new ImpossibleAction('this connection receives no mail')
  }
}

/** The id under which the gateway knows a letter: it is made of the letter, since mail has no id of a provider. */
export const gatewayId = async (letter: Letter, from: string): Promise<string> => {
  const mail = await readMime(letter.mime)
  const hash = 'refused' in mail ? '' : mail.bodyHash
  return digest('mail', withoutLabel(letter.recipient.toLowerCase()), letter.messageId, from.toLowerCase(), hash)
}
