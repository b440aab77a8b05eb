import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { failure, row } from '../../../core/failures.ts'
import type { Failure } from '../../../core/schema/failure.ts'
import type { SendOutcome } from '../../adapter.ts'
import { smtpFailure, type SmtpStep } from '../errors.ts'
import type { SmtpConfig } from './config.ts'
import type { Envelope } from './ses.ts'

/** What nodemailer tells of what went wrong; `command` is the last one of the dialogue. */
interface SmtpError extends Error {
  readonly code?: string
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
}

const stepOf = ({ command = '' }: SmtpError): SmtpStep => {
  if (command.startsWith('AUTH')) return 'auth'
  if (command.startsWith('MAIL')) return 'sender'
  if (command.startsWith('RCPT')) return 'recipient'
  return command.startsWith('DATA') ? 'data' : 'connect'
}

/** Errors that nodemailer finds by itself, before a server could say anything. */
const LOCAL: Readonly<Record<string, Failure>> = {
  EAUTH: failure('credentials_invalid', 'the server offers no login that can be used'),
  EENVELOPE: failure('recipient_unreachable', 'an address that the server cannot be told'),
  EMESSAGE: failure('content_too_large', 'the mail is larger than the server takes'),
}

const unavailable = (code: string): Failure => ({ ...row('provider_unavailable'), provider: { code } })

/** Words of the server without our password: some quote what they refuse. */
const struck = (why: Failure, password: string): Failure =>
  why.provider?.detail === undefined || password === ''
    ? why
    : { ...why, provider: { ...why.provider, detail: why.provider.detail.replaceAll(password, '[withheld]') } }

/**
 * What an error means. Until the server asked for the mail nothing was sent; after that, only its own reply of no says
 * that it was not.
 */
const outcomeOf = (error: SmtpError, handedOver: boolean, password: string): SendOutcome => {
  const { code = 'error', response = '' } = error
  // A server that knows no STARTTLS says so with a reply of no, which is not about the mail.
  const said =
    error.responseCode === undefined || code === 'ETLS'
      ? undefined
      : smtpFailure(response, handedOver ? 'data' : stepOf(error))
  if (said !== undefined) return { kind: 'refused', failure: struck(said, password) }
  if (handedOver) return { kind: 'unknown', detail: code }
  return { kind: 'refused', failure: LOCAL[code] ?? unavailable(code) }
}

/** Recipients the server has refused while the mail itself is not sent yet. */
const refusedSoFar = (connection: SMTPConnection): readonly SmtpError[] => {
  // The only place where nodemailer tells of it before the mail is sent: not public, and pinned by a test.
  const { _envelope } = connection as unknown as { readonly _envelope?: { readonly rejectedErrors?: SmtpError[] } }
  return _envelope?.rejectedErrors ?? []
}

type Callback = (error?: Error | null) => void
const done = (run: (callback: Callback) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    run((error) => (error ? reject(error) : resolve()))
  })

export const connectionOf = ({ host, port, secure, requireTls }: SmtpConfig): SMTPConnection =>
  new SMTPConnection({
    host,
    port,
    secure,
    requireTLS: requireTls && !secure,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
    tls: { minVersion: 'TLSv1.2' },
  })

/**
 * Hands a mail to a server. All recipients or none: where the server refuses one of them the mail is not sent to the others,
 * so that no message is half delivered under a status that says otherwise.
 */
export const sendBySmtp = async (
  config: SmtpConfig,
  password: string,
  envelope: Envelope,
  messageId: string,
  mime: Buffer,
  signal: AbortSignal,
): Promise<SendOutcome> => {
  if (config.user !== undefined && password === '')
    return { kind: 'refused', failure: failure('credentials_invalid', 'the password of the mail server is not set') }
  if (signal.aborted) return { kind: 'refused', failure: unavailable('aborted') }
  const connection = connectionOf(config)
  const { to, cc, bcc } = envelope.recipients
  let handedOver = false
  let refusedRecipient: SmtpError | undefined
  // Read only when the server has asked for the mail.
  const content = Readable.from(
    // oxlint-disable-next-line require-await
    (async function* letter() {
      refusedRecipient = refusedSoFar(connection)[0]
      if (refusedRecipient !== undefined) throw new Error('a recipient was refused')
      handedOver = true
      yield mime
    })(),
    { objectMode: false },
  )
  const dialogue = async (): Promise<void> => {
    await done((callback) => connection.connect((error) => callback(error)))
    if (config.user !== undefined)
      await done((callback) => connection.login({ user: config.user, pass: password }, (error) => callback(error)))
    await done((callback) =>
      connection.send({ from: envelope.from, to: [...to, ...cc, ...bcc], size: mime.byteLength }, content, callback),
    )
  }
  let stop: (error: Error) => void = () => undefined
  const stopped = new Promise<never>((_, reject) => (stop = reject))
  const abort = (): void => stop(Object.assign(new Error('aborted'), { code: 'aborted' }))
  signal.addEventListener('abort', abort, { once: true })
  connection.on('error', (error: Error) => stop(error))
  try {
    await Promise.race([dialogue(), stopped])
    connection.quit()
    return { kind: 'accepted', providerId: messageId }
  } catch (error) {
    connection.close()
    return outcomeOf(refusedRecipient ?? (error as SmtpError), handedOver, password)
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
