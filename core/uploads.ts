import { compact } from './compact.ts'
import type { Context } from './context.ts'
import type { Item } from './ports.ts'
import { Problem } from './problem.ts'
import type { Principal } from './reach.ts'
import type { OutboundMedia, OutboundMessage, PartContent } from './schema/message.ts'
import type { Upload } from './schema/upload.ts'
import { uploadKey } from './store/keys.ts'

export const MAX_UPLOAD_BYTES = 100 * 1_048_576

/** How long a file may be put there: begun in time, it may take longer. */
const UPLOAD_SECONDS = 3600
/** How long a provider may take to fetch a file that it was asked to send. */
const FETCH_SECONDS = 3600

export interface UploadRequest {
  readonly contentType: string
  readonly size: number
  readonly filename?: string | undefined
}

/** Where the file of an upload is kept; the same for its id, so that who sends it looks nothing up. */
export const uploadedObject = (media: string): string => `uploads/${media}`

/**
 * Makes room for a file: the caller puts it there by itself, as large as it said and once. The same key and request give the
 * same file, with a link that works anew.
 */
export const startUpload = async (
  ctx: Context,
  principal: Principal,
  idempotencyKey: string,
  { contentType, size, filename }: UploadRequest,
): Promise<Upload> => {
  const media = `mda_${ctx.hash('upload', principal.name, principal.shop, idempotencyKey)}`
  const bodyHash = ctx.hash('body', contentType, String(size), filename ?? '')
  const item: Item = {
    ...uploadKey(media),
    shop: principal.shop,
    bh: bodyHash,
    ct: contentType,
    at: ctx.now(),
    ...compact({ fn: filename }),
  }
  if (!(await ctx.table.put(item, { absent: 'pk' }))) {
    const known = await ctx.table.get(uploadKey(media), { consistent: true })
    if (known?.['bh'] !== bodyHash)
      throw new Problem('idempotency_key_reused', 'This Idempotency-Key was used with another request.', [
        { path: 'Idempotency-Key', message: 'use a new key for another file' },
      ])
  }
  const info = { contentType, size, ...compact({ filename }) }
  const { url, headers } = await ctx.objects.uploadLink(uploadedObject(media), UPLOAD_SECONDS, info)
  const upload = { method: 'PUT' as const, url, headers: { ...headers }, expiresAt: ctx.now() + UPLOAD_SECONDS * 1000 }
  return { media, filename: filename ?? null, contentType, size, upload }
}

const uploaded = async (
  ctx: Context,
  shop: string,
  file: OutboundMedia,
  media: string,
  path: string,
): Promise<OutboundMedia> => {
  const item = await ctx.table.get(uploadKey(media), { consistent: true })
  if (item === undefined || item['shop'] !== shop)
    throw new Problem('invalid_request', 'A message names a file that was never uploaded.', [
      { path, message: 'give the id of an upload (mda_…)' },
    ])
  const found = await ctx.objects.head(uploadedObject(media))
  if (found === undefined)
    throw new Problem('file_not_ready', 'The file has not been put where its upload says.', [
      { path, message: 'put the file there first' },
    ])
  const filename = file.filename ?? (item['fn'] === undefined ? undefined : String(item['fn']))
  return { ...file, size: found.size, contentType: found.contentType, ...compact({ filename }) }
}

/** The message with what is known of its uploaded files: as large, and of the type, as they were put there. */
export const withUploads = async (ctx: Context, shop: string, message: OutboundMessage): Promise<OutboundMessage> => {
  if (message.attachments.every(({ media }) => media === undefined)) return message
  const attachments = await Promise.all(
    message.attachments.map(async (file, index) =>
      file.media === undefined ? file : uploaded(ctx, shop, file, file.media, `/attachments/${index}/media`),
    ),
  )
  return { ...message, attachments }
}

const linked = async (ctx: Context, { media, ...file }: OutboundMedia): Promise<OutboundMedia> => {
  if (media === undefined) return file
  const info = compact({ contentType: file.contentType, filename: file.filename })
  return { ...file, url: await ctx.objects.link(uploadedObject(media), FETCH_SECONDS, info) }
}

/** The part as the provider is to be asked: uploaded files by links that work for an hour. */
export const withLinks = async (ctx: Context, content: PartContent): Promise<PartContent> => {
  if (content.type !== 'media' && content.type !== 'mail') return content
  return { ...content, media: await Promise.all(content.media.map((file) => linked(ctx, file))) }
}
