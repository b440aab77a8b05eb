import type { SentMessage } from '../../client/index.ts'
import type { Draft } from '../state/drafts.ts'
import type { FileKind } from './files.ts'

export interface ReadyFile {
  readonly kind: FileKind
  readonly media: string
  readonly filename: string
}

const addresses = (typed: string): string[] =>
  typed
    .split(/[\s,;]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '')

const choiceOf = (titles: readonly string[]): SentMessage['content'] => {
  const options = titles
    .map((title, index) => ({ id: `choice-${index + 1}`, title: title.trim() }))
    .filter(({ title }) => title !== '')
  return options.length === 0 ? undefined : { type: 'choice', sections: [{ options }] }
}

interface Copies {
  readonly subject?: string
  readonly cc?: string[]
  readonly bcc?: string[]
}
const mailFields = ({ subject, cc, bcc }: Draft): Copies => {
  const copies = addresses(cc)
  const blind = addresses(bcc)
  return {
    ...(subject.trim() === '' ? {} : { subject: subject.trim() }),
    ...(copies.length === 0 ? {} : { cc: copies }),
    ...(blind.length === 0 ? {} : { bcc: blind }),
  }
}

/** What a draft and its files come to; undefined where that says nothing yet. `isMail`: with what only a mail has. */
export const messageOf = (draft: Draft, files: readonly ReadyFile[], isMail: boolean): SentMessage | undefined => {
  const text = draft.text.trim()
  const content = choiceOf(draft.choices)
  if (text === '' && files.length === 0 && content === undefined) return undefined
  return {
    text,
    ...(files.length === 0 ? {} : { attachments: files.map((file) => ({ ...file })) }),
    ...(content === undefined ? {} : { content }),
    ...(draft.quote === null ? {} : { replyTo: draft.quote }),
    ...(isMail ? mailFields(draft) : {}),
  }
}
