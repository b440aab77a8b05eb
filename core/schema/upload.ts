import * as z from 'zod'

/** A file that a shop is about to put where messages can be sent with it. */
export const Upload = z.object({
  /** Names the file in `attachments` of a message. */
  media: z.string().startsWith('mda_'),
  filename: z.string().nullable(),
  contentType: z.string(),
  size: z.number().int(),
  upload: z.object({
    method: z.literal('PUT'),
    url: z.string(),
    /** To be sent with the file, as they are. */
    headers: z.record(z.string(), z.string()),
    /** ms since epoch. */
    expiresAt: z.number().int(),
  }),
})
export type Upload = z.infer<typeof Upload>
