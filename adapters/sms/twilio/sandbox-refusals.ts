import type { SandboxAccount } from '../../sandbox.ts'

/** An error as Twilio's API answers it. */
export interface Refusal {
  readonly status: number
  readonly code: number
  readonly message: string
}

const refusal = (code: number, message: string, status = 400): Refusal => ({ status, code, message })

export const UNAUTHORIZED = refusal(20003, 'Authenticate', 401)
export const TOO_MANY = refusal(20429, 'Too Many Requests', 429)
export const BROKEN = refusal(20500, 'An internal server error has occurred', 500)

/**
 * Numbers that fail in the sandbox as with Twilio's own test credentials.
 * https://www.twilio.com/docs/iam/test-credentials#test-sms-messages
 */
const MAGIC: ReadonlyMap<string, Refusal> = new Map(
  Object.entries({
    '+15005550001': refusal(21211, "The 'To' number is not a valid phone number."),
    '+15005550002': refusal(21612, "The 'To' phone number is not currently reachable via SMS."),
    '+15005550003': refusal(21408, 'Permission to send an SMS has not been enabled for the region of this number.'),
    '+15005550004': refusal(21610, 'Attempt to send to unsubscribed recipient'),
    '+15005550009': refusal(21614, "The 'To' number is not a valid mobile number."),
  }),
)

const isWebUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

/** Twilio calls no host with an underscore in its name. */
const isCallback = (text: string): boolean => isWebUrl(text) && !new URL(text).hostname.includes('_')

const refuseRecipient = (to: string | null, from: string | null): Refusal | undefined => {
  if (to === null || to === '') return refusal(21604, "A 'To' phone number is required.")
  const magic = MAGIC.get(to)
  if (magic !== undefined) return magic
  if (!/^(\+[1-9]\d{6,14}|\d{3,8})$/.test(to)) return refusal(21211, "The 'To' number is not a valid phone number.")
  return to === from ? refusal(21266, "'To' and 'From' number cannot be the same") : undefined
}

const refuseSender = (form: URLSearchParams, accounts: readonly SandboxAccount[]): Refusal | undefined => {
  const from = form.get('From')
  const service = form.get('MessagingServiceSid')
  const owned = (id: string): boolean => accounts.some(({ account }) => account === id)
  if (service) return owned(service) ? undefined : refusal(21705, 'The Messaging Service Sid is invalid.')
  if (!from) return refusal(21603, "A 'From' phone number is required.")
  return owned(from)
    ? undefined
    : refusal(21606, "The 'From' phone number provided is not a valid message-capable Twilio phone number.")
}

const refuseContent = (form: URLSearchParams): Refusal | undefined => {
  const body = form.get('Body') ?? ''
  const media = form.getAll('MediaUrl')
  if (body === '' && media.length === 0) return refusal(21602, 'Message body is required.')
  if (body.length > 1600) return refusal(21617, 'The concatenated message body exceeds the 1600 character limit.')
  if (media.length > 10) return refusal(21623, 'Number of media files exceeds allowed limit')
  return media.every(isWebUrl) ? undefined : refusal(21620, 'Invalid media URL(s)')
}

const refuseCallback = (form: URLSearchParams): Refusal | undefined => {
  const callback = form.get('StatusCallback')
  return callback === null || isCallback(callback)
    ? undefined
    : refusal(21609, "The 'StatusCallback' URL is not a valid URL.")
}

/** What Twilio has against a message, in the order in which it looks. `accounts` are the senders of the caller. */
export const refuse = (
  form: URLSearchParams,
  accounts: readonly SandboxAccount[],
  optedOut: (sender: string, recipient: string) => boolean,
): Refusal | undefined => {
  const sender = form.get('MessagingServiceSid') ?? form.get('From') ?? ''
  return (
    refuseRecipient(form.get('To'), form.get('From')) ??
    refuseSender(form, accounts) ??
    refuseContent(form) ??
    refuseCallback(form) ??
    (optedOut(sender, form.get('To') ?? '') ? refusal(21610, 'Attempt to send to unsubscribed recipient') : undefined)
  )
}
