import { failure } from '../../../core/failures.ts'
import type { Alias } from '../../../core/schema/identity.ts'
import type { AdapterDeps, ChannelAdapter, OutboundPart, SendOutcome } from '../../adapter.ts'
import { capabilities } from '../capabilities.ts'
import type { ReplyTokens } from '../reply-token.ts'
import { threadOf } from '../thread.ts'
import { compose, type Letter } from './compose.ts'
import type { OutboundOptions } from './config.ts'
import { fetchFiles } from './files.ts'
import { namingItself, ownId, subjectOf, threading, wireId } from './headers.ts'
import { recipientsOf, type Recipients } from './recipients.ts'
import { type Envelope, sendBySes } from './ses.ts'
import { sendToSandbox } from './smtp-sandbox.ts'
import { sendBySmtp } from './smtp.ts'

type MailPart = OutboundPart & { readonly content: { readonly type: 'mail' } }
const isMail = (part: OutboundPart): part is MailPart => part.content.type === 'mail'

const refuse = (...why: Parameters<typeof failure>): SendOutcome => ({ kind: 'refused', failure: failure(...why) })

/** Whoever answers a copy belongs to the conversation too; a blind one nobody is to know of. */
const MOST_ALIASES = 10

/**
 * The threads that an answer to this mail begins where the answering program kept nothing but the id the mail arrived with,
 * or the first of the ids it referred to.
 */
const threadAliases = (account: string, { to, cc }: Recipients, ids: readonly string[]): readonly Alias[] =>
  [...to, ...cc]
    .flatMap((address) => ids.map((id) => threadOf(account.toLowerCase(), address.toLowerCase(), id)))
    .slice(0, MOST_ALIASES)
    .map((value) => ({ type: 'mail_thread', value }))

/** Sends mails: composed here, handed over by SES or SMTP. */
export const createSend = (
  { send, receives, names }: OutboundOptions,
  deps: AdapterDeps,
  tokens: ReplyTokens,
): ChannelAdapter['send'] => {
  const region = (send.by === 'ses' ? send.region : undefined) ?? deps.aws.region
  const maxBytes = capabilities.mail?.maxBytes ?? 0

  const threadFor = (part: MailPart, recipients: Recipients): string => {
    const { thread, account } = part.address
    if (thread?.type === 'mail_thread') return thread.value
    return threadOf(account.toLowerCase(), recipients.to[0]?.toLowerCase() ?? '', ownId(part))
  }

  const letterOf = (part: MailPart, recipients: Recipients, files: Letter['files']): Letter => {
    const { account } = part.address
    const { content, answered } = part
    const name = names[account.toLowerCase()] ?? ''
    const known = threading(answered, region)
    const replyTo = receives ? tokens.address(account, threadFor(part, recipients)) : account
    return {
      key: part.key,
      author: part.author,
      from: { name, address: account },
      recipients,
      replyTo: replyTo === account ? undefined : replyTo,
      subject: subjectOf(content.subject, answered, name || account),
      messageId: ownId(part),
      threading: send.by === 'ses' ? namingItself(known, ownId(part)) : known,
      text: content.text,
      html: content.html,
      files,
      at: deps.now(),
      boundary: deps.nonce().replaceAll(/[^A-Za-z0-9]/g, ''),
    }
  }

  const handOver = (envelope: Envelope, id: string, mime: Buffer, signal: AbortSignal): Promise<SendOutcome> => {
    if (send.by === 'ses') return sendBySes(send, region, deps, envelope, mime, signal)
    if (send.by === 'none') return Promise.resolve(refuse('content_unsupported', 'this mailbox sends nothing'))
    const password = deps.secrets['smtpPassword']?.[0] ?? ''
    if (deps.mode === 'live') return sendBySmtp(send, password, envelope, id, mime, signal)
    const login = send.user === undefined ? {} : { user: send.user, password }
    return sendToSandbox(deps, login, envelope, id, mime, signal)
  }

  const sendMail = async (part: MailPart, signal: AbortSignal): Promise<SendOutcome> => {
    const found = recipientsOf(part, send.by === 'ses')
    if (found.kind === 'refused') return found
    const { recipients } = found
    const most = Math.floor((maxBytes / 78) * 57)
    const read = await fetchFiles(part.content.media, most, deps.fetchPublic, signal)
    if (read.kind === 'refused') return read
    const letter = letterOf(part, recipients, read.files)
    const mime = await compose(letter)
    if (mime.byteLength > maxBytes) return refuse('content_too_large', 'the mail is too large')
    const { account } = part.address
    const outcome = await handOver({ key: part.key, from: account, recipients }, letter.messageId, mime, signal)
    if (outcome.kind !== 'accepted') return outcome
    // Where the mail answers one, the first of its References is that conversation's own.
    const first = letter.threading.references[0] ?? letter.messageId
    const ids = [...new Set([wireId(outcome.providerId, region), ...(first === letter.messageId ? [first] : [])])]
    return { ...outcome, aliases: threadAliases(account, recipients, ids) }
  }

  return async (part, signal) => {
    if (!isMail(part)) return refuse('content_unsupported', `mail has no ${part.content.type}`)
    if (send.by === 'none') return refuse('content_unsupported', 'this mailbox sends nothing')
    return sendMail(part, signal)
  }
}
