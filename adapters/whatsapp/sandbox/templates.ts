import type { Json } from '../../json.ts'
import { WABA } from './wire.ts'

const body = (words: string, example?: Json): Json => ({
  type: 'BODY',
  text: words,
  ...(example === undefined ? {} : { example }),
})

const utility = (name: string, components: readonly Json[], more: Json = {}): Json => ({
  name,
  language: 'en',
  status: 'APPROVED',
  category: 'UTILITY',
  components,
  ...more,
})

/** A handful of each sort, as the Business Account of every number here has them. */
const TEMPLATES: readonly Json[] = [
  utility('hello_world', [
    { type: 'HEADER', format: 'TEXT', text: 'Hello World' },
    body('Welcome and congratulations!'),
    { type: 'FOOTER', text: 'A sample message' },
  ]),
  utility('order_sent', [body('Your order is on its way.')]),
  utility('order_update', [body('There is news of your order.')]),
  utility(
    'order_sent',
    [
      body('Hallo {{1}}, deine Bestellung {{2}} ist unterwegs.', { body_text: [['Ada', '4711']] }),
      {
        type: 'BUTTONS',
        buttons: [
          {
            type: 'URL',
            text: 'Verfolgen',
            url: 'https://shop.example/track/{{1}}',
            example: ['https://shop.example/track/4711'],
          },
          { type: 'QUICK_REPLY', text: 'Hilfe' },
        ],
      },
    ],
    { language: 'de' },
  ),
  utility(
    'reservation',
    [
      {
        type: 'HEADER',
        format: 'TEXT',
        text: 'Your table at {{place}}',
        example: { header_text_named_params: [{ param_name: 'place', example: 'The Kettle' }] },
      },
      body('{{guests}} guests on {{day}}. See you then!', {
        body_text_named_params: [
          { param_name: 'guests', example: '4' },
          { param_name: 'day', example: 'Saturday' },
        ],
      }),
    ],
    { parameter_format: 'NAMED' },
  ),
  utility('invoice', [
    { type: 'HEADER', format: 'DOCUMENT', example: { header_handle: ['https://files.example/invoice.pdf'] } },
    body('Here is your invoice.'),
  ]),
  utility(
    'voucher',
    [
      body('Take 20 % off with this code.'),
      { type: 'BUTTONS', buttons: [{ type: 'COPY_CODE', text: 'Copy code', example: ['TEA20'] }] },
    ],
    { category: 'MARKETING' },
  ),
  utility('free_phone', [body('You have won!')], { status: 'REJECTED', rejected_reason: 'PROMOTIONAL' }),
  utility('tea_of_the_day', [body('Today: Assam.')], { status: 'PAUSED', category: 'MARKETING' }),
]

/** What the health of a number says: that all is well, and which Business Account it is of. */
export const healthOf = (account: string): Json => {
  const fine = { can_send_message: 'AVAILABLE' }
  const entities = [
    { entity_type: 'PHONE_NUMBER', id: account, ...fine },
    { entity_type: 'WABA', id: WABA, ...fine },
  ]
  return { health_status: { ...fine, entities }, id: account }
}

/** A page of the templates; the cursor is how many there were before. */
export const templatesPage = (query: URLSearchParams): Json => {
  const [from, limit] = [Number(query.get('after') ?? 0), Number(query.get('limit') ?? 25)]
  const data = TEMPLATES.slice(from, from + limit).map((template, index) => ({
    ...template,
    id: String(880_000_000_000_000 + from + index),
  }))
  const end = from + data.length
  return {
    data,
    paging: {
      cursors: { before: String(from), after: String(end) },
      ...(end < TEMPLATES.length ? { next: `https://graph.facebook.com/${WABA}/message_templates?after=${end}` } : {}),
    },
  }
}
