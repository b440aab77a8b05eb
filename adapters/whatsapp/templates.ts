import type { AdapterDeps, TemplatesOutcome } from '../adapter.ts'
import type { ProviderAnswer } from '../http.ts'
import { record, records, text } from '../json.ts'
import { graph } from '../meta-graph.ts'
import { refusalOf } from './errors.ts'
import { readTemplate } from './read-template.ts'
import type { GraphConfig } from './send.ts'

const FIELDS = 'id,name,language,status,category,components,rejected_reason'
const PAGE = '100'

/** Templates are of the Business Account, which the health of a number names among what is involved in sending. */
const businessAccount = ({ json }: ProviderAnswer): TemplatesOutcome | undefined => {
  const involved = records(record(record(json)['health_status'])['entities'])
  const id = text(involved.find((entity) => entity['entity_type'] === 'WABA')?.['id'])
  return id === undefined ? undefined : { kind: 'page', templates: [], next: id }
}

const pageOf =
  (waba: string) =>
  ({ json }: ProviderAnswer): TemplatesOutcome | undefined => {
    const { data, paging } = record(json)
    if (!Array.isArray(data)) return undefined
    const templates = records(data).flatMap((item) => readTemplate(item) ?? [])
    // The last page has a cursor too, and no link to a next one.
    const after = record(paging)['next'] === undefined ? undefined : text(record(record(paging)['cursors'])['after'])
    return { kind: 'page', templates, ...(after === undefined ? {} : { next: `${waba} ${after}` }) }
  }

/**
 * Asks for the number's Business Account first, as an empty page whose cursor is its id, then for its templates.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/health-status
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management/
 */
export const templatesOf = (
  { graphUrl, graphVersion }: GraphConfig,
  deps: Pick<AdapterDeps, 'fetch' | 'now' | 'secrets'>,
): ((account: string, cursor: string | undefined, signal: AbortSignal) => Promise<TemplatesOutcome>) => {
  const { ask } = graph(deps)
  const url = (path: string, query: Readonly<Record<string, string>>): string =>
    `${graphUrl}/${graphVersion}/${path}?${new URLSearchParams(query).toString()}`
  return async (account, cursor, signal) => {
    const [waba, after] = cursor?.split(' ') ?? []
    const request =
      waba === undefined
        ? { url: url(encodeURIComponent(account), { fields: 'health_status' }), accepted: businessAccount }
        : {
            url: url(`${encodeURIComponent(waba)}/message_templates`, {
              fields: FIELDS,
              limit: PAGE,
              ...(after === undefined ? {} : { after }),
            }),
            accepted: pageOf(waba),
          }
    return ask<TemplatesOutcome>({ ...request, signal, refused: refusalOf })
  }
}
