import { compact } from '../../core/compact.ts'
import type { InboundFact, TemplateFact } from '../../core/schema/fact.ts'
import { contentId, entry, text, type Json } from '../json.ts'
import { accountNews } from './account-news.ts'
import { base, type Change } from './change.ts'

interface Kind {
  readonly change: TemplateFact['change']
  readonly value: (value: Json) => string | undefined
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update/ and its siblings. */
const KINDS: Readonly<Record<string, Kind>> = {
  message_template_status_update: { change: 'status', value: (value) => text(value['event']) },
  message_template_quality_update: { change: 'quality', value: (value) => text(value['new_quality_score']) },
  template_category_update: {
    change: 'category',
    value: (value) => text(value['new_category']) ?? text(value['correct_category']),
  },
  message_template_components_update: {
    change: 'components',
    value: (value) => text(value['message_template_element']) ?? 'updated',
  },
}

export const isTemplateField = (field: string): boolean => entry(KINDS, field) !== undefined

export const templateNews = (change: Change): InboundFact => {
  const { field, value, at } = change
  const kind = entry(KINDS, field)
  const templateId = text(value['message_template_id'])
  const name = text(value['message_template_name']) ?? templateId
  const news = kind?.value(value)
  if (kind === undefined || name === undefined || news === undefined) return accountNews(change)
  return compact({
    kind: 'template' as const,
    ...base(change, at),
    id: contentId([field, value], at),
    change: kind.change,
    templateId,
    name,
    language: text(value['message_template_language']) ?? '',
    value: news,
    detail: { ...value },
  })
}
