/** What the document says in words, where no schema says it. */
export const INFO = {
  title: 'Parley',
  version: '1',
  description:
    '/v1 only grows: fields, parameters, problem types and values of open lists are added, never removed or given another meaning, so leave alone what you do not know.\n\nConversations of all channels, in one shape: read them, answer them, close their cases. Times in answers are milliseconds since 1970-01-01 UTC. Lists answer `data` and `next`: give `next` as `cursor` to go on; null ends the list. What cannot be done is answered as `application/problem+json` (RFC 9457): branch on `type`.',
  license: { name: 'MIT', identifier: 'MIT' },
}

export const SECURITY_SCHEMES = {
  key: { type: 'http', scheme: 'bearer', description: 'An API key. What is out of its reach is not found.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-parley',
    description:
      'A person who is signed in, by `POST /v1/session`. What changes something also needs the header `Origin` of the gateway, which browsers send.',
  },
  shop: {
    type: 'apiKey',
    in: 'header',
    name: 'Parley-Shop',
    description:
      'Chooses the shop (`shp_…`) a call is for, where the key acts for several; without it, the first one of the configuration.',
  },
} as const

export const TAGS: Readonly<Record<string, string>> = {
  Conversations:
    'One contact, or group, on one account of the shop: its state, its timeline, and what is sent into it.',
  Messages: 'Single messages, their files, and what a send would come to.',
  Cases: 'The episodes of a conversation, and who answers it.',
  Contacts: 'People as the shop knows them, and which of them are one.',
  Accounts: 'What there is to talk by: shops, channels and accounts, and whether they work.',
  Templates: 'What may be said first, and outside of the reply window, once the provider has approved it.',
  Events: 'What happened, in order, for whoever follows it by a cursor.',
  'Webhook endpoints': 'Where events are sent, signed, and how that goes.',
  'Dead letters': 'What could not be read, and was kept: listed, shown, and done again with the code of today.',
  Resync: 'Views made again from what is kept, after something went wrong with them.',
  Figures: 'How the shop does, in numbers.',
  'API keys': 'Which programs may call, for which shop and accounts, and what they may do.',
  People: 'Who answers, how they sign in, and where they are signed in.',
}

/** Parameters that mean the same wherever they are. What a schema says itself goes before. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  conversation: 'Id of a conversation. Of two that proved to be one, the ids of both name the one that carries on.',
  case: 'Id of a case of the conversation.',
  message: 'Id of a message.',
  contact: 'Id of a contact. Of contacts that proved to be one, the ids of all name the one that carries on.',
  file: 'Place among the attachments, from 0; of a mail also `original`, `html` or `text`.',
  limit: 'How many at most. A page may hold fewer, even none, while `next` says that there is more.',
  cursor: '`next` of a page of the same list, with the same filters, order and shop.',
  order: 'What comes first.',
  status: 'Of the current case; by default `open`, and any where a contact is given.',
  assignee: 'Whom the current case is assigned to.',
  tag: 'A tag of the current case.',
  updatedSince: 'Only conversations with an entry from this time on, ISO 8601 with its zone.',
  externalId: 'As `system:id`: the one that has this id of another system, whatever else is asked for.',
  apiKey: 'Id of an API key.',
  person: 'Id of a person of the shop.',
  session: 'Id of a session of the person.',
  v: 'Which picture it is, so that it may be cached: as `avatarUrl` has it.',
  endpoint: 'Id of a webhook endpoint.',
  days: 'How many days, today among them.',
  event: 'Id of an event, the same in the feed and in webhooks.',
  after: '`next` of the page before; `latest` for what comes from now on; without it, the oldest that is kept.',
  types: 'Types of events, with commas between them.',
  alias: 'As `type:value`, such as `phone:+4930123456`: the contact that is known by it.',
  letter: 'Id of a dead letter.',
  reason: 'Only those kept for this reason.',
  kind: 'Only those of this kind: what they would have been, or `quarantine` where that cannot be told.',
  include: '`metadata`: with what the shop keeps beside each conversation, at most 6 to a page.',
  erasure: 'Id of an erasure.',
  export: 'Id of an export.',
  reach: 'Whether of the shop of the call, or of the whole organisation.',
  template: 'Id of a message template.',
  channel: 'Name of a channel, such as `whatsapp`.',
  connection: 'Name of a connection of the channel, as it is configured.',
  account: "The provider's id of an account, such as a phone number id.",
}

export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike.',
  schema: { type: 'string', pattern: '^[!-~]([ -~]{0,253}[!-~])?$' },
}

export const REQUEST_ID = {
  description: 'Names this call, as the log of the gateway does.',
  schema: { type: 'string' },
}

export const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The ETag of the version that the change is meant for: refused when somebody wrote meanwhile.',
  schema: { type: 'string' },
}

export const ETAG = { description: 'Made of the `version` of what is answered.', schema: { type: 'string' } }

export const RETRY_AFTER = { description: 'Seconds until it may be tried again.', schema: { type: 'integer' } }

export const REPLAYED_HEADER = {
  description: '`true` where the call was carried out before, by the same Idempotency-Key.',
  schema: { type: 'string' },
}
