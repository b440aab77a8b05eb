import * as z from 'zod'
import type { Faults, SandboxAccount } from '../../sandbox.ts'
import { brokenConnection } from '../../sandbox.ts'

type SendFault = NonNullable<Faults['send']>

/** The request of SESv2's SendEmail, as far as a mail that is whole already needs it. */
export const SendEmail = z.object({
  FromEmailAddress: z.string(),
  Destination: z.object({
    ToAddresses: z.array(z.string()).default([]),
    CcAddresses: z.array(z.string()).default([]),
    BccAddresses: z.array(z.string()).default([]),
  }),
  EmailTags: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
  ConfigurationSetName: z.string().optional(),
  Content: z.object({ Raw: z.object({ Data: z.base64() }) }),
})
export type SendEmail = z.infer<typeof SendEmail>

export const sesError = (status: number, name: string, message: string): Response =>
  Response.json({ message }, { status, headers: { 'x-amzn-errortype': `${name}:http://internal.amazon.com/` } })
export const smtpReply = (status: number, step: string, reply: string): Response =>
  Response.json({ step, reply }, { status })

const waiting = (response: Response, { retryAfterSeconds }: SendFault): Response => {
  if (retryAfterSeconds !== undefined) response.headers.set('retry-after', String(retryAfterSeconds))
  return response
}

/** What a fault makes of a send that is not taken; undefined where it is taken all the same. */
export const sesFault = (fault: SendFault): Response | undefined => {
  if (fault.fault === 'refuse_connection') return brokenConnection('refused')
  if (fault.fault === 'expired_token') return sesError(403, 'ExpiredTokenException', 'The security token has expired')
  if (fault.fault === 'server_error') return sesError(500, 'InternalServiceErrorException', 'Something went wrong')
  if (fault.fault === 'drop') return undefined
  return waiting(sesError(429, 'TooManyRequestsException', 'Maximum sending rate exceeded'), fault)
}

export const smtpFault = (fault: SendFault): Response | undefined => {
  if (fault.fault === 'refuse_connection') return brokenConnection('refused')
  if (fault.fault === 'expired_token') return smtpReply(400, 'auth', '535 5.7.8 the password has changed')
  if (fault.fault === 'server_error') return smtpReply(400, 'data', '451 4.3.0 something went wrong')
  if (fault.fault === 'drop') return undefined
  return waiting(smtpReply(429, 'sender', '450 4.7.28 too many mails'), fault)
}

/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const MAX_RECIPIENTS = 50
const MAX_BYTES = 40 * 1024 * 1024
const TAG = /^[A-Za-z0-9_-]{1,256}$/

/** Fields that a mail may have once only. https://docs.aws.amazon.com/ses/latest/dg/header-fields.html */
const ONCE = ['from', 'to', 'cc', 'subject', 'reply-to', 'in-reply-to', 'references', 'auto-submitted', 'date']

const repeated = (mime: string): string | undefined => {
  const head = mime.slice(0, mime.indexOf('\r\n\r\n')).toLowerCase()
  const names = Array.from(head.matchAll(/^([a-z-]+):/gm), ([, name]) => name)
  return ONCE.find((name) => names.filter((other) => other === name).length > 1)
}

/** What SES says no to. */
export const sesRefusal = (
  { FromEmailAddress: from, Destination, EmailTags, Content }: SendEmail,
  accounts: readonly SandboxAccount[],
): Response | undefined => {
  const bad = (message: string): Response => sesError(400, 'BadRequestException', message)
  const recipients = Object.values(Destination).flat()
  if (accounts.every(({ account }) => account.toLowerCase() !== from.toLowerCase()))
    return sesError(400, 'MessageRejected', 'Email address is not verified.')
  if (recipients.length === 0 || recipients.length > MAX_RECIPIENTS) return bad('Recipient count is not right')
  if (recipients.some((to) => !/^[\x21-\x7e]+@[\x21-\x7e]+$/.test(to)))
    return bad('Local address contains control or whitespace')
  if (EmailTags.some(({ Name, Value }) => !TAG.test(Name) || !TAG.test(Value))) return bad('Invalid tag')
  const mime = Buffer.from(Content.Raw.Data, 'base64')
  if (mime.byteLength > MAX_BYTES) return bad('Message length is more than 41943040 bytes long')
  const twice = repeated(mime.toString('latin1'))
  return twice === undefined ? undefined : bad(`Duplicate header '${twice}'.`)
}
