import * as z from 'zod'
import { compact } from '../../core/compact.ts'
import type { Context } from '../../core/context.ts'
import { MessageTemplate, TemplateStatus } from '../../core/schema/template.ts'
import { getTemplate, listTemplates, previewTemplate } from '../../core/templates/list.ts'
import { pageOf } from './answers.ts'
import { cursorsOf } from './cursor.ts'
import { operation, type Operation } from './operation.ts'
import { cursor, limit } from './requests.ts'
import { strictly } from './strict.ts'

const TemplateAnswer = MessageTemplate.meta({ id: 'MessageTemplate' })
export const TemplatePreviewAnswer = z
  .object({
    /** A variable that is not given is shown by its name, in double braces. */
    text: z.string(),
    /** What a send with these variables would be refused for; empty where it would go. */
    errors: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .meta({ id: 'TemplatePreview' })

const filter = z.string().min(1).max(512).optional()
const TemplatesQuery = z.strictObject({
  channel: filter,
  account: filter,
  name: filter.meta({ description: 'Name of a template, in all its languages.' }),
  status: TemplateStatus.optional().meta({ description: 'Whether it can be sent, or why not.' }),
  limit,
  cursor,
})
/** What is filled in, by the names of the template's variables. */
const PreviewBody = strictly(
  z.object({ variables: z.record(z.string().min(1).max(100), z.string().max(2048)).default({}) }),
)

const common = { tag: 'Templates', status: 200 } as const

/** `/v1/templates`: what may be said first, and outside of the reply window. */
export const templateOperations = (ctx: Context): readonly Operation[] => [
  operation({
    ...common,
    id: 'listTemplates',
    method: 'get',
    path: '/v1/templates',
    summary: 'List message templates, by account and name',
    query: TemplatesQuery,
    answer: pageOf(TemplateAnswer),
    handle: async ({ principal, query: { cursor, limit, ...filters } }) => {
      const { channel = '', account = '', name = '', status = '' } = filters
      const cursors = cursorsOf(ctx.hash, ['templates', principal.shop, channel, account, name, status])
      const after = compact({ after: cursor === undefined ? undefined : cursors.read(cursor) })
      const { data, next } = await listTemplates(ctx, principal, { ...compact(filters), limit, ...after })
      return { data, next: cursors.write(next) }
    },
  }),
  operation({
    ...common,
    id: 'getTemplate',
    method: 'get',
    path: '/v1/templates/{template}',
    ids: { template: 'tpl' },
    summary: 'Get a message template',
    answer: TemplateAnswer,
    problems: ['not_found'],
    handle: ({ principal, params }) => getTemplate(ctx, principal, params['template'] ?? ''),
  }),
  operation({
    ...common,
    id: 'previewTemplate',
    method: 'post',
    path: '/v1/templates/{template}/preview',
    ids: { template: 'tpl' },
    scope: 'read',
    summary: 'Show what a customer would see of a template; keeps nothing',
    body: PreviewBody,
    answer: TemplatePreviewAnswer,
    problems: ['not_found'],
    handle: async ({ principal, params, body: { variables } }) => {
      const { text, errors } = await previewTemplate(ctx, principal, params['template'] ?? '', variables)
      return { text, errors: [...errors] }
    },
  }),
]
