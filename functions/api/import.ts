import * as z from 'zod'
import type { Context } from '../../core/context.ts'
import { importMessages } from '../../core/import.ts'
import { MediaKind } from '../../core/schema/content.ts'
import { Link } from '../../core/schema/outbound.ts'
import { operation, type Operation } from './operation.ts'
import { ExternalIds, time } from './requests.ts'

const PastAuthor = z.strictObject({
  kind: z.enum(['customer', 'agent', 'bot']),
  id: z.string().min(1).max(200).optional(),
  name: z.string().min(1).max(200).optional(),
})
const PastFile = z.strictObject({
  kind: MediaKind,
  url: Link.max(2048),
  filename: z.string().min(1).max(240).optional(),
  contentType: z.string().max(200).optional(),
})
const PastMessage = z
  .strictObject({
    externalId: z.string().min(1).max(500),
    externalIds: ExternalIds.optional(),
    direction: z.enum(['in', 'out']),
    author: PastAuthor.optional(),
    text: z.string().max(65_536).default(''),
    attachments: z.array(PastFile).max(10).default([]),
    at: time.meta({
      as: {
        type: 'string',
        format: 'date-time',
        description: 'In the past.',
        examples: ['2025-03-01T09:30:00Z', '2025-03-01T10:31:30+01:00'],
      },
    }),
  })
  .refine(({ text, attachments }) => text !== '' || attachments.length > 0, {
    path: ['text'],
    message: 'give text or attachments',
  })
  .meta({
    allOf: [
      {
        anyOf: [
          { required: ['text'], properties: { text: { type: 'string', minLength: 1 } } },
          { required: ['attachments'], properties: { attachments: { type: 'array', minItems: 1 } } },
        ],
      },
    ],
  })
const ImportBody = z.strictObject({ messages: z.array(PastMessage).min(1).max(100) })
const ImportedAnswer = z
  .object({ imported: z.number().int(), duplicates: z.number().int(), messages: z.array(z.string()) })
  .meta({ id: 'Imported' })

/** What was said before the shop came here. */
export const importOperations = (ctx: Context): readonly Operation[] => [
  operation({
    id: 'importMessages',
    method: 'post',
    path: '/v1/conversations/{conversation}/import',
    tag: 'Conversations',
    ids: { conversation: 'cnv' },
    summary: 'Take in what was said before, without sending anything',
    body: ImportBody,
    status: 202,
    answer: ImportedAnswer,
    problems: ['content_too_large', 'external_id_taken'],
    handle: ({ principal, params, body }) =>
      importMessages(ctx, principal, params['conversation'] ?? '', body.messages),
  }),
]
