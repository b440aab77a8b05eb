import type { Capabilities, TextLimit } from '../capabilities.ts'
import type { OutboundMessage } from '../schema/message.ts'
import { measure } from '../text/measure.ts'
import { split } from '../text/split.ts'
import { degraded, draft, type Draft } from './draft.ts'

export const isBlank = (text = ''): boolean => text.trim() === ''

/** The text, or the empty one where nothing is to be seen of it. */
export const visible = (text = ''): string => (isBlank(text) ? '' : text)

/** Those of the texts that say something, one below the other. */
export const lines = (texts: readonly (string | undefined)[], separator = '\n'): string =>
  texts.filter((text) => !isBlank(text)).join(separator)

export const fits = (text: string, limit: TextLimit | undefined): boolean =>
  limit !== undefined && measure(text, limit.unit) <= limit.max

/** Pieces that say something: providers refuse blank messages, and a cut may leave nothing but white space over. */
export const visiblePieces = (text: string, limit: TextLimit): string[] =>
  split(text, limit).filter((piece) => !isBlank(piece))

/** The text as messages of its own, as many as the channel's limit asks for. Blank text is no message. */
export const textParts = (
  text: string,
  path: string,
  message: Pick<OutboundMessage, 'linkPreview'>,
  capabilities: Pick<Capabilities, 'text'>,
): Draft => {
  const preview = message.linkPreview === undefined ? {} : { linkPreview: message.linkPreview }
  const pieces = visiblePieces(text, capabilities.text)
  return draft(
    pieces.map((piece) => ({ type: 'text', text: piece, ...preview })),
    pieces.length > 1 ? [degraded(path, 'text.split', 'partial')] : [],
  )
}
