import * as z from 'zod'
import type { Context } from '../../core/context.ts'
import { Upload } from '../../core/schema/upload.ts'
import { MAX_UPLOAD_BYTES, startUpload } from '../../core/uploads.ts'
import { operation, type Operation } from './operation.ts'

const UploadBody = z.strictObject({
  /** As whoever gets the file is told. */
  filename: z
    .string()
    .min(1)
    .max(240)
    .regex(/^[^\p{Cc}/\\]+$/u, 'give a name without slashes')
    .optional(),
  contentType: z
    .string()
    .max(200)
    .regex(
      /^[A-Za-z]+\/[A-Za-z0-9_.+-]+(?: *; *[A-Za-z0-9_-]+=[A-Za-z0-9_.+-]+)*$/,
      'give a media type, such as image/png',
    ),
  /** In bytes, to the byte. */
  size: z.number().int().min(1).max(MAX_UPLOAD_BYTES),
})

/** `/v1/media`: files of the shop's own, to be sent with messages. */
export const uploadOperations = (ctx: Context): readonly Operation[] => [
  operation({
    id: 'startUpload',
    method: 'post',
    path: '/v1/media',
    tag: 'Messages',
    summary: 'Make room for a file to send',
    idempotencyKey: 'required',
    body: UploadBody,
    status: 201,
    answer: Upload.meta({ id: 'Upload' }),
    problems: ['idempotency_key_reused'],
    handle: ({ principal, idempotencyKey, body }) => startUpload(ctx, principal, idempotencyKey, body),
  }),
]
