import * as z from 'zod'
import type { AdapterDeps, SendOutcome } from '../../adapter.ts'
import { callProvider } from '../../http.ts'
import { smtpFailure } from '../errors.ts'
import type { Envelope } from './ses.ts'

/** Where the sandbox takes what would be said to a mail server. No host: the sandbox has all of them. */
export const SMTP_PATH = '/smtp/messages'

/** A dialogue with a mail server in one request. */
export const SmtpMessage = z.object({
  from: z.string(),
  recipients: z.array(z.string()).min(1),
  /** The mail in base64. */
  data: z.base64(),
  user: z.string().optional(),
  password: z.string().optional(),
})

/** The server's last reply, and the step it answers. */
const SmtpReply = z.object({
  reply: z.string(),
  step: z.enum(['connect', 'auth', 'sender', 'recipient', 'data']),
})

/** In mode `test` no socket is opened: the mail goes to the sandbox by `fetch`, like everything else. */
export const sendToSandbox = (
  deps: AdapterDeps,
  login: { readonly user?: string; readonly password?: string },
  envelope: Envelope,
  messageId: string,
  mime: Buffer,
  signal: AbortSignal,
): Promise<SendOutcome> => {
  const { to, cc, bcc } = envelope.recipients
  const body: z.infer<typeof SmtpMessage> = {
    from: envelope.from,
    recipients: [...to, ...cc, ...bcc],
    data: mime.toString('base64'),
    ...login,
  }
  return callProvider(
    {
      fetch: deps.fetch,
      url: `https://smtp.invalid${SMTP_PATH}`,
      init: { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
      signal,
      accepted: ({ json }) =>
        SmtpReply.safeParse(json).success ? { kind: 'accepted', providerId: messageId } : undefined,
      refused: ({ json }) => {
        const { data } = SmtpReply.safeParse(json)
        return data && smtpFailure(data.reply, data.step)
      },
      secrets: deps.secrets,
    },
    deps.now(),
  )
}
