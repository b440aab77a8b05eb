import { capabilitiesOf, type Context } from '../context.ts'
import { Problem } from '../problem.ts'
import type { OutboundMessage } from '../schema/message.ts'
import type { ChannelTemplate } from '../schema/template.ts'
import { DOES_NOT_FIT, faultsOfParameters, faultsOfValues, type Fault } from './check.ts'
import { usableTemplates } from './list.ts'
import { areKnown, decodeTemplate, findTemplate, type Owner } from './store.ts'
import { fill, rendered, valuesOf, variablesOf } from './variables.ts'

type Named = Extract<OutboundMessage['content'], { type: 'template' }>

/** Of which account a message is, as a head has it. */
export interface From {
  readonly shop: string
  readonly channel: string
  readonly account: string
}

const ownerOf = ({ shop, channel, account }: From): Owner => ({ shop, channel, id: account })

/** Refused where the provider would not take it: with what is wrong with each field. */
const invalid = (detail: string, faults: readonly Fault[], extra: Readonly<Record<string, unknown>> = {}): Problem =>
  new Problem(
    'template_invalid',
    detail,
    faults.map(({ path, message }) => ({ path: `/content${path}`, message })),
    extra,
  )

const refuseFaults = (faults: readonly Fault[]): void => {
  if (faults.length > 0) throw invalid(DOES_NOT_FIT, faults)
}

/** A template that was looked for and is not there. Of an account whose templates nobody has read yet, nothing is known. */
const refuseUnknown = async (ctx: Context, owner: Owner, { language, variables }: Named): Promise<void> => {
  if (await areKnown(ctx, owner)) {
    const templates = await usableTemplates(ctx, owner)
    throw invalid(
      'The account has no such template in this language.',
      [
        {
          path: '/name',
          message: `give the name of one of GET /v1/templates, and its language in place of ${language}`,
        },
      ],
      { templates },
    )
  }
  if (variables !== undefined)
    throw invalid('The templates of this account are not known yet.', [
      { path: '/variables', message: 'give header, body and buttons instead' },
    ])
}

/** What is filled in, by names; checked either way it was given. */
const fillIn = (template: ChannelTemplate, { variables: values, header, body, buttons }: Named) => {
  const { components } = template
  const variables = variablesOf(template)
  if (values === undefined) {
    const filled = { header, body, buttons }
    refuseFaults(faultsOfParameters(filled, components, variables))
    return { filled, values: valuesOf(filled, variables) }
  }
  if (header.length + body.length + buttons.length > 0)
    refuseFaults([{ path: '/variables', message: 'give either variables, or header, body and buttons' }])
  refuseFaults(faultsOfValues(variables, values))
  return { filled: fill(components, variables, values), values }
}

export interface Prepared {
  readonly message: OutboundMessage
  /** The words the customer will see of the template, where it is known. */
  readonly preview?: string
}

/**
 * A message with its template checked and filled in, before it is planned: it has to be known, approved, and given all that
 * it needs. Where the account's templates were never read, it is left to the provider to judge. Messages without a
 * template cost nothing, others one read.
 */
export const withTemplate = async (ctx: Context, from: From, message: OutboundMessage): Promise<Prepared> => {
  const { content } = message
  if (content?.type !== 'template' || !capabilitiesOf(ctx, from, undefined)?.templates) return { message }
  const owner = ownerOf(from)
  const item = await findTemplate(ctx, owner, content)
  if (item === undefined) {
    await refuseUnknown(ctx, owner, content)
    return { message }
  }
  const template = decodeTemplate(item)
  if (template.status !== 'approved')
    throw invalid(`The template is ${template.status}: it cannot be sent.`, [
      { path: '/name', message: 'give one that is approved' },
    ])
  const { filled, values } = fillIn(template, content)
  const { variables: _, ...named } = content
  return { message: { ...message, content: { ...named, ...filled } }, preview: rendered(template.components, values) }
}

/** A refusal for a closed window, with the templates that could be sent instead; any other as it is. */
export const withUsable = async (ctx: Context, from: From, error: unknown): Promise<unknown> => {
  if (!(error instanceof Problem) || error.type !== 'window_closed') return error
  if (!capabilitiesOf(ctx, from, undefined)?.templates) return error
  const templates = await usableTemplates(ctx, ownerOf(from))
  return new Problem(error.type, error.message, error.errors, { ...error.extra, templates })
}
