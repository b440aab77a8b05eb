import type { AnsweredMail, OutboundPart } from '../../adapter.ts'

/**
 * The Message-ID a mail of ours arrived with. SES replaces the one it is given by its own id at a host of its region and
 * answers the bare id; an id with a host is the Message-ID itself.
 * https://docs.aws.amazon.com/ses/latest/dg/header-fields.html
 */
export const wireId = (providerId: string, region: string): string =>
  providerId.includes('@') ? providerId : `${providerId}@${region === 'us-east-1' ? 'email' : region}.amazonses.com`

/**
 * Our own Message-ID: the same when a part is sent again, so that whoever got it twice can tell. Where the provider
 * replaces it, it goes into References, and a bounce that quotes our headers names the message by it.
 */
export const ownId = ({ key, address }: OutboundPart): string =>
  `${key.message}.${key.part}@${address.account.slice(address.account.lastIndexOf('@') + 1)}`

/** An id that can stand in a header: no white space, no brackets (RFC 5322 §3.6.4). Others' ids are written as they came. */
const isId = (id: string): boolean => /^[\x21-\x3b\x3d\x3f-\x7e]{3,300}$/.test(id)

/** Old threads have hundreds; the first names the thread, the last are what mail programs look for. */
const MOST_REFERENCES = 30

/** `last` is what a program looks at first: wherever else it stands, it ends the list. */
const ids = (values: readonly string[], last: readonly string[]): readonly string[] => {
  const valid = [...new Set([...values.filter((id) => !last.includes(id)), ...last])].filter(isId)
  return valid.length <= MOST_REFERENCES ? valid : [...valid.slice(0, 1), ...valid.slice(1 - MOST_REFERENCES)]
}

export interface Threading {
  readonly inReplyTo?: string
  /** Oldest first, without brackets. */
  readonly references: readonly string[]
}

/** What a mail names as answered (RFC 5322 §3.6.4). */
export const threading = (answered: AnsweredMail | undefined, region: string): Threading => {
  if (answered === undefined) return { references: [] }
  const { messageId, providerId, references } = answered
  const id = messageId ?? (providerId === undefined ? undefined : wireId(providerId, region))
  const known = id !== undefined && isId(id) ? [id] : []
  const [inReplyTo] = known
  return { ...(inReplyTo === undefined ? {} : { inReplyTo }), references: ids(references, known) }
}

/**
 * With our own Message-ID as the last of the References, once: where SES replaces it, what we call the mail survives there
 * alone. A first mail so names itself, which RFC 5322 does not forbid: an id that a program does not find begins a thread.
 */
export const namingItself = (known: Threading, own: string): Threading => ({
  ...known,
  references: [...known.references.filter((id) => id !== own), own],
})

/** How programs of other languages write `Re:`, often several of them; `Re[2]:` counts. */
const ANSWER = /^\s{0,20}(?:re|aw|antw|sv|vs|odp|res|rif|ynt|回复|答复)(?:\[\d{1,4}\])?\s{0,4}[:：]\s{0,20}/iu

const MOST_SUBJECT = 250

/** One line that can be seen. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()

const withoutAnswer = (subject: string): string => {
  let rest = subject
  for (let depth = 0; depth < 20 && ANSWER.test(rest); depth += 1) rest = rest.replace(ANSWER, '')
  return rest
}

/** The subject as given; else that of the answered mail after one `Re: `; else who writes. */
export const subjectOf = (given: string | undefined, answered: AnsweredMail | undefined, sender: string): string => {
  const stated = oneLine(given ?? '')
  if (stated !== '') return stated
  const before = withoutAnswer(oneLine((answered?.subject ?? '').slice(0, 2000)))
  if (before !== '') return `Re: ${Array.from(before).slice(0, MOST_SUBJECT).join('')}`
  return oneLine(`Message from ${sender}`)
}
