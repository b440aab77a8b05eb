import type { Capabilities, MediaCapability } from '../capabilities.ts'
import type { FailureCode } from '../schema/failure.ts'
import type { OutboundMedia, OutboundMessage } from '../schema/message.ts'
import { degraded, draft, inOrder, refuse, type Draft, type Refusal } from './draft.ts'
import { fits, isBlank, lines, textParts } from './text.ts'

interface File {
  readonly type: 'file'
  readonly media: OutboundMedia
  readonly path: string
}
/** A file the channel does not take, sent as the address it can be fetched from. */
interface Link {
  readonly type: 'link'
  readonly url: string
  readonly caption: string
  readonly path: string
}
/** Files that go in one provider request. */
interface Group {
  readonly type: 'group'
  readonly files: readonly File[]
}

const matches = (contentType: string, taken: readonly string[]): boolean => {
  const [type = ''] = contentType.toLowerCase().split(';')
  return taken.some((pattern) =>
    pattern.endsWith('/*') ? type.trim().startsWith(pattern.slice(0, -1)) : type.trim() === pattern,
  )
}

/** Types by the ending of a link, for the files channels tell apart: a webp picture is no image on WhatsApp. */
const BY_ENDING: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  heic: 'image/heic',
  bmp: 'image/bmp',
  tiff: 'image/tiff',
  svg: 'image/svg+xml',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  avi: 'video/x-msvideo',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  pdf: 'application/pdf',
}

/** The type as stated, else as the link's ending tells it. */
const typeOf = ({ contentType, url }: OutboundMedia): string | undefined => {
  const ending = /^[^?#]*\.([a-z0-9]{2,4})(?:[?#]|$)/i.exec(url ?? '')?.[1]
  return contentType ?? (ending === undefined ? undefined : BY_ENDING[ending.toLowerCase()])
}

/** What is known against a file. What is not stated (type, size of a link) is left for the provider to judge. */
const objection = (media: OutboundMedia, taken: MediaCapability | undefined): FailureCode | undefined => {
  if (taken === undefined) return 'media_rejected'
  const type = typeOf(media)
  if (type !== undefined && !matches(type, taken.contentTypes)) return 'media_rejected'
  return media.size !== undefined && media.size > taken.maxBytes ? 'content_too_large' : undefined
}

export const admit = (media: OutboundMedia, path: string, capabilities: Capabilities): File | Link | Refusal => {
  const code = objection(media, capabilities.media[media.kind])
  if (code === undefined) return { type: 'file', media, path }
  if (media.url === undefined) return refuse(code, path, `the channel does not take this ${media.kind}`)
  if (!fits(media.url, capabilities.text)) return refuse('content_too_large', `${path}/url`, 'the link is too long')
  return { type: 'link', url: media.url, caption: media.caption ?? '', path }
}

/** Where files share a request, they share its size too: carriers limit an MMS as a whole. */
const hasRoom = ({ files }: Group, next: File, { media, mediaPerPart }: Capabilities): boolean => {
  const together = [...files, next]
  const size = together.reduce((sum, file) => sum + (file.media.size ?? 0), 0)
  return together.length <= mediaPerPart && together.every((file) => size <= (media[file.media.kind]?.maxBytes ?? 0))
}

/** Neighbouring files share a request as far as the channel allows; nothing changes places. */
const group = (admitted: readonly (File | Link)[], capabilities: Capabilities): (Group | Link)[] => {
  const groups: (Group | Link)[] = []
  for (const item of admitted) {
    const last = groups.at(-1)
    if (item.type === 'link') groups.push(item)
    else if (last?.type === 'group' && hasRoom(last, item, capabilities))
      groups[groups.length - 1] = { type: 'group', files: [...last.files, item] }
    else groups.push({ type: 'group', files: [item] })
  }
  return groups
}

const captionOf = (files: readonly File[], text: string): string =>
  lines([text, ...files.map(({ media }) => media.caption)])

const captionFits = (caption: string, files: readonly File[], capabilities: Capabilities): boolean =>
  files.every(({ media }) => fits(caption, capabilities.media[media.kind]?.caption))

const canCarry = (item: Group | Link, text: string, capabilities: Capabilities): boolean =>
  item.type === 'link'
    ? fits(lines([text, item.url]), capabilities.text)
    : captionFits(captionOf(item.files, text), item.files, capabilities)

/**
 * Which request the message's own text travels with: that of a single file without a caption of its own, or the first
 * of a channel that takes files and text together.
 */
const host = (
  items: readonly (Group | Link)[],
  { attachments }: OutboundMessage,
  { mediaPerPart }: Capabilities,
): Group | Link | undefined => {
  if (attachments.length === 1 && isBlank(attachments[0]?.caption)) return items[0]
  return mediaPerPart > 1 ? items.find((item) => item.type === 'group') : undefined
}

/** A part says its caption once, beside its files. */
export const bare = (media: OutboundMedia): OutboundMedia => {
  const { caption: _caption, ...file } = media
  return file
}

const groupParts = (
  { files }: Group,
  carried: string,
  message: OutboundMessage,
  capabilities: Capabilities,
): Draft | Refusal => {
  const media = files.map(({ media }) => bare(media))
  const caption = captionOf(files, carried)
  if (caption === '') return draft([{ type: 'media', media }])
  if (captionFits(caption, files, capabilities)) return draft([{ type: 'media', media, text: caption }])
  const path = `${files.find(({ media }) => !isBlank(media.caption))?.path}/caption`
  return inOrder([
    draft([{ type: 'media', media }], [degraded(path, 'caption.as_text', 'partial')]),
    textParts(caption, path, message, capabilities),
  ])
}

const linkParts = (
  { url, caption, path }: Link,
  carried: string,
  message: OutboundMessage,
  capabilities: Capabilities,
): Draft | Refusal => {
  const asLink = draft([], [degraded(path, 'media.as_link', 'fallback')])
  const together = lines([carried, caption, url])
  // A caption that has to be cut keeps its distance, so that no cut can fall into the link.
  const texts = fits(together, capabilities.text) ? [together] : [caption, url]
  return inOrder([asLink, ...texts.map((text) => textParts(text, `${path}/caption`, message, capabilities))])
}

/**
 * Attachments, and `text` with them: as the caption of the file it belongs to where the channel allows, else after
 * them. A file the channel is known not to take goes as a link; without one, the message is refused. Captions that do
 * not fit follow their file as text.
 */
export const attachmentParts = (
  message: OutboundMessage,
  text: string,
  capabilities: Capabilities,
): Draft | Refusal => {
  const admitted: (File | Link)[] = []
  for (const [index, media] of message.attachments.entries()) {
    const item = admit(media, `/attachments/${index}`, capabilities)
    if ('ok' in item) return item
    admitted.push(item)
  }
  const items = group(admitted, capabilities)
  const first = host(items, message, capabilities)
  const carrier = first !== undefined && !isBlank(text) && canCarry(first, text, capabilities) ? first : undefined
  const steps = items.map((item) => {
    const carried = item === carrier ? text : ''
    return item.type === 'link'
      ? linkParts(item, carried, message, capabilities)
      : groupParts(item, carried, message, capabilities)
  })
  return inOrder([...steps, textParts(carrier === undefined ? text : '', '/text', message, capabilities)])
}
