import * as z from 'zod'
import type { Context } from '../../core/context.ts'
import {
  getAvatar,
  isPicture,
  MAX_PICTURE_BYTES,
  PICTURE_TYPES,
  removeAvatar,
  setAvatar,
} from '../../core/people/avatar.ts'
import { Problem } from '../../core/problem.ts'
import { PersonAnswer } from './answers.ts'
import { operation, type Operation } from './operation.ts'
import { strictly } from './strict.ts'

/** A picture of one pixel. */
const PIXEL = {
  contentType: 'image/png',
  data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
} as const

const AvatarBody = strictly(
  z
    .object({
      contentType: z.enum(PICTURE_TYPES),
      /** Base64; of at most 64 KB. */
      data: z
        .base64()
        .min(4)
        .max(4 * Math.ceil(MAX_PICTURE_BYTES / 3)),
    })
    .meta({ examples: [PIXEL] }),
)

const wrong = (message: string): Problem =>
  new Problem('invalid_request', 'The picture is not right.', [{ path: '/data', message }])

const common = {
  tag: 'People',
  path: '/v1/people/{person}/avatar',
  ids: { person: 'usr' },
  status: 200,
} as const
/** Another picture has another address. */
const CACHE_SECONDS = 24 * 3600

/** `/v1/people/{person}/avatar`: what somebody looks like. */
export const avatarOperations = (ctx: Context): readonly Operation[] => [
  operation({
    ...common,
    id: 'getAvatar',
    method: 'get',
    summary: 'Get the picture of a person',
    query: z.strictObject({ v: z.string().max(20).optional() }),
    media: 'image/*',
    handle: async ({ c, principal, params }) => {
      const { contentType, data } = await getAvatar(ctx, principal, params['person'] ?? '')
      return c.body(Buffer.from(data, 'base64'), 200, {
        'content-type': contentType,
        'cache-control': `private, max-age=${CACHE_SECONDS}`,
        // Whatever it holds, it is a picture and no page.
        'content-security-policy': "default-src 'none'",
        'x-content-type-options': 'nosniff',
      })
    },
  }),
  operation({
    ...common,
    id: 'setAvatar',
    method: 'put',
    summary: 'Give a person a picture',
    description: 'For an admin, and for the person themselves. PNG, JPEG or WebP of at most 64 KB.',
    body: AvatarBody,
    example: PIXEL,
    answer: PersonAnswer,
    handle: async ({ principal, params, body }) => {
      const bytes = Buffer.from(body.data, 'base64')
      if (bytes.length > MAX_PICTURE_BYTES) throw wrong(`give a picture of at most ${MAX_PICTURE_BYTES} bytes`)
      if (!isPicture(body.contentType, bytes)) throw wrong('give a picture of the type that `contentType` says')
      return setAvatar(ctx, principal, params['person'] ?? '', body)
    },
  }),
  operation({
    ...common,
    id: 'removeAvatar',
    method: 'delete',
    summary: 'Take the picture of a person away',
    description: 'For an admin, and for the person themselves.',
    answer: PersonAnswer,
    handle: ({ principal, params }) => removeAvatar(ctx, principal, params['person'] ?? ''),
  }),
]
