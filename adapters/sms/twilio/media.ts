import { compact } from '../../../core/compact.ts'
import type { Attachment, MediaKind } from '../../../core/schema/message.ts'
import type { Params } from './params.ts'

/** Twilio hands on at most ten files; anything above is not looked for. */
const MAX_FILES = 10

const kindOf = (contentType: string | undefined): MediaKind => {
  const [kind] = (contentType ?? '').toLowerCase().split('/')
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document'
}

/**
 * A file of an MMS. Its URL asks for the account's credentials and answers with a redirect to a storage host, to which
 * they must not go along; the file may be there only some seconds later.
 * https://www.twilio.com/docs/messaging/api/media-resource
 */
const fileAt = (param: Params, index: number): Attachment => {
  const url = param(`MediaUrl${index}`)
  const contentType = param(`MediaContentType${index}`)
  const id = /\/(ME[0-9a-f]{32})$/i.exec(url ?? '')?.[1]
  return compact({
    id: String(index),
    kind: kindOf(contentType),
    state: url === undefined ? ('failed' as const) : ('pending' as const),
    contentType,
    remote: url === undefined ? undefined : compact({ id, url }),
  })
}

/** The files of a message: as many as it states, or as it has addresses for. */
export const readMedia = (param: Params): Attachment[] => {
  const stated = Number(param('NumMedia'))
  const indexes = Array.from({ length: MAX_FILES }, (_, index) => index)
  return indexes
    .filter((index) => index < stated || param(`MediaUrl${index}`) !== undefined)
    .map((index) => fileAt(param, index))
}

/** What stands for the text of a message that is files alone. */
export const describe = (files: readonly Attachment[]): string => files.map(({ kind }) => `[${kind}]`).join(' ')
