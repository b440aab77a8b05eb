import type * as z from 'zod'
import { compact } from '../../core/compact.ts'
import type { Template, TemplateParameter } from '../../core/schema/message.ts'
import type { Json } from '../json.ts'

type Parameter = z.infer<typeof TemplateParameter>
type Button = Template['buttons'][number]

/** Documented fields of a date go beside its fallback, as they were given. */
const dateTime = ({ type, fallback, ...fields }: Extract<Parameter, { type: 'date_time' }>): Json => ({
  type,
  date_time: { fallback_value: fallback, ...fields },
})

const parameter = (given: Parameter): Json => {
  switch (given.type) {
    case 'text':
      return compact({ type: 'text', parameter_name: given.name, text: given.text })
    case 'currency': {
      const { code, amount1000, fallback } = given
      return { type: 'currency', currency: { fallback_value: fallback, code, amount_1000: amount1000 } }
    }
    case 'date_time':
      return dateTime(given)
    case 'payload':
      return { type: 'payload', payload: given.payload }
    case 'image':
    case 'video':
    case 'document':
      return { type: given.type, [given.type]: compact({ link: given.url, filename: given.filename }) }
  }
}

/** Codes to copy and forms name their one parameter after themselves. */
const buttonParameter = (kind: Button['kind'], given: Parameter): Json => {
  const value = given.type === 'payload' ? given.payload : given.type === 'text' ? given.text : undefined
  if (value !== undefined && kind === 'copy_code') return { type: 'coupon_code', coupon_code: value }
  if (value !== undefined && kind === 'flow') return { type: 'action', action: { flow_token: value } }
  return parameter(given)
}

const button = ({ index, kind, parameters }: Button): Json => ({
  type: 'button',
  sub_type: kind,
  index: String(index),
  parameters: parameters.map((given) => buttonParameter(kind, given)),
})

const component = (type: 'header' | 'body', parameters: readonly Parameter[]): Json[] =>
  parameters.length === 0 ? [] : [{ type, parameters: parameters.map(parameter) }]

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview */
export const renderTemplate = ({ name, language, header, body, buttons }: Template): Json => {
  const components = [...component('header', header), ...component('body', body), ...buttons.map(button)]
  return { name, language: { code: language }, ...(components.length === 0 ? {} : { components }) }
}
