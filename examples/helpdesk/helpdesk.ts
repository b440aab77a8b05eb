import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { secureHeaders } from 'hono/secure-headers'
import {
  type Client,
  createClient,
  type Event,
  type ListedConversation,
  type Message,
  type Problem,
} from 'parley/client'
import { Webhook } from 'standardwebhooks'
import { conversationPage, type Draft, listPage } from './pages.ts'

/** So many conversations are kept, the latest, and of each so many messages. */
const KEPT = 50
/** Ids of so many events are remembered; one that comes again still later is known as old by the version of its object. */
const REMEMBERED = 10_000
const MAX_BODY = 400_000

/** Keeps the latest, each as its highest version says: events may come in another order than things happened. */
const createShelf = <T extends { readonly id: string; readonly version: number }>(order: (a: T, b: T) => number) => {
  const items = new Map<string, T>()
  const latestFirst = (): T[] => [...items.values()].sort(order)
  return {
    latestFirst,
    get: (id: string): T | undefined => items.get(id),
    delete: (id: string): unknown => items.delete(id),
    put: (item: T): void => {
      if ((items.get(item.id)?.version ?? -1) >= item.version) return
      items.set(item.id, item)
      for (const { id } of latestFirst().slice(KEPT)) items.delete(id)
    },
  }
}

/** What a call answered; undefined where there is no such thing any more. Throws on any other problem. */
const found = <T>({ data, error, response }: { data?: T; error?: Problem; response: Response }): T | undefined => {
  if (data === undefined && response.status !== 404) throw new Error(`The gateway: ${error?.title ?? response.status}`)
  return data
}

/** What the agents see, in memory: read from the API at the start, and from then on told by events. */
const createDesk = (client: Client) => {
  const conversations = createShelf<ListedConversation>((a, b) => b.lastEntryAt - a.lastEntryAt)
  const messages = new Map<string, ReturnType<typeof createShelf<Message>>>()
  const seen = new Set<string>()

  const putConversation = (conversation: ListedConversation): void => {
    conversations.put(conversation)
    for (const id of messages.keys()) if (conversations.get(id) === undefined) messages.delete(id)
  }
  const putMessage = (message: Message): void => {
    const shelf =
      messages.get(message.conversation) ?? createShelf<Message>((a, b) => b.at - a.at || b.firstSeenAt - a.firstSeenAt)
    messages.set(message.conversation, shelf)
    shelf.put(message)
  }

  const readMessages = async (id: string): Promise<void> => {
    const params = { path: { conversation: id }, query: { order: 'newest', limit: KEPT } } as const
    const page = found(await client.GET('/v1/conversations/{conversation}/messages', { params }))
    for (const entry of page?.data ?? []) if (entry.type === 'message') putMessage(entry)
  }
  const readMessage = async (id: string): Promise<Message | undefined> =>
    found(await client.GET('/v1/messages/{message}', { params: { path: { message: id } } }))

  /** The data of an event is the object itself, or a link where that would be large. Beside it is the conversation as it is now. */
  const apply = async ({ type, subject, data, conversation }: Event): Promise<void> => {
    const isNew = conversation !== undefined && conversations.get(conversation.id) === undefined
    if (conversation) putConversation(conversation)
    if (type === 'conversation.linked') {
      const { id, conversations: pair } = data as { id: string; conversations: readonly string[] }
      for (const gone of pair) if (gone !== id) conversations.delete(gone)
      await readMessages(id)
    } else if (type.startsWith('message.') && data['type'] !== 'note') {
      // Notes are told as messages of their own type, and this helpdesk shows what customers see.
      const message = 'link' in data ? await readMessage(subject) : (data as Message)
      if (message) putMessage(message)
      if (isNew) await readMessages(conversation.id)
    }
  }

  return {
    conversations,
    putMessage,
    messagesOf: (conversation: string): Message[] => messages.get(conversation)?.latestFirst().reverse() ?? [],
    /** Reads the open conversations that were there before. */
    read: async (): Promise<void> => {
      const page = found(await client.GET('/v1/conversations', { params: { query: { limit: KEPT } } }))
      for (const conversation of page?.data ?? []) {
        putConversation(conversation)
        await readMessages(conversation.id)
      }
    },
    /** Takes an event once, however often it is delivered; one that could not be taken is delivered again. */
    take: async (event: Event): Promise<void> => {
      if (seen.has(event.id)) return
      await apply(event)
      seen.add(event.id)
      for (const id of seen) {
        if (seen.size <= REMEMBERED) break
        seen.delete(id)
      }
    },
  }
}
type Desk = ReturnType<typeof createDesk>

/** `refused`: nothing will be sent. Otherwise nobody knows, and only the same key makes another try safe. */
type Answer = { readonly message: Message } | { readonly problem: string; readonly refused: boolean }

const send = async (client: Client, conversation: string, key: string, text: string): Promise<Answer> => {
  try {
    const { data: message, error } = await client.POST('/v1/conversations/{conversation}/messages', {
      params: { path: { conversation }, header: { 'Idempotency-Key': key } },
      body: { text },
    })
    return message ? { message } : { problem: error.detail, refused: error.status < 500 }
  } catch {
    return { problem: 'The gateway cannot be reached. Send it again.', refused: false }
  }
}

const newDraft = (): Draft => ({ key: randomUUID(), text: '' })

/** The pages for agents, and where events come in. */
const createApp = (client: Client, desk: Desk, webhook: Promise<Webhook>): Hono => {
  const app = new Hono()
  app.use(bodyLimit({ maxSize: MAX_BODY }))
  app.use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], formAction: ["'self'"], frameAncestors: ["'none'"] },
    }),
  )

  app.post('/events', async (c) => {
    const verifier = await webhook
    // The signature is over the bytes as they came, not over what parsing makes of them.
    const body = await c.req.text()
    let event: Event
    try {
      event = verifier.verify(body, c.req.header()) as Event
    } catch {
      return c.text('The signature does not fit.', 401)
    }
    await desk.take(event)
    return c.body(null, 204)
  })

  app.get('/', (c) => c.html(listPage(desk.conversations.latestFirst())))

  app.get('/conversations/:id', (c) => {
    const conversation = desk.conversations.get(c.req.param('id'))
    if (conversation === undefined) return c.notFound()
    return c.html(conversationPage(conversation, desk.messagesOf(conversation.id), newDraft()))
  })

  // Nobody logs in here, so at least no page of another origin may send in an agent's name.
  app.post('/conversations/:id', csrf(), async (c) => {
    const conversation = desk.conversations.get(c.req.param('id'))
    if (conversation === undefined) return c.notFound()
    const { key, text } = await c.req.parseBody()
    if (typeof key !== 'string' || typeof text !== 'string') return c.text('The form has a key and a text.', 400)
    const answer = await send(client, conversation.id, key, text)
    if ('message' in answer) {
      desk.putMessage(answer.message)
      return c.redirect(`/conversations/${conversation.id}`, 303)
    }
    const draft = { key: answer.refused ? randomUUID() : key, text, problem: answer.problem }
    const page = conversationPage(conversation, desk.messagesOf(conversation.id), draft)
    return c.html(page, answer.refused ? 422 : 502)
  })

  return app
}

/** Where events are to go. The same URL is the same endpoint, so that a start after the first one gets its secret again. */
const register = async (client: Client, url: string): Promise<Webhook> => {
  const { data: endpoint, error } = await client.POST('/v1/webhook-endpoints', {
    params: { header: { 'Idempotency-Key': `helpdesk ${url}` } },
    body: {
      url,
      description: 'Example of a helpdesk',
      types: [
        'message.created',
        'message.updated',
        'message.deleted',
        'conversation.created',
        'conversation.updated',
        'conversation.linked',
      ],
    },
  })
  if (endpoint === undefined) throw new Error(`The gateway does not take ${url}: ${error.detail}`)
  return new Webhook(endpoint.secret)
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

export interface HelpdeskOptions {
  /** Where the gateway is. */
  readonly gateway: string
  /** A key with the scope `admin`, which registering an endpoint takes. */
  readonly apiKey: string
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number
}

/** Listens first and registers then: events may come before the gateway has answered, and wait for the secret. */
export const openHelpdesk = async ({ gateway, apiKey, port }: HelpdeskOptions) => {
  const client = createClient({ url: gateway, apiKey })
  const desk = createDesk(client)
  const webhook = Promise.withResolvers<Webhook>()
  const server = createAdaptorServer({ fetch: createApp(client, desk, webhook.promise).fetch }) as Server
  const url = `http://127.0.0.1:${await listen(server, port)}`
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  try {
    webhook.resolve(await register(client, `${url}/events`))
    await desk.read()
  } catch (error) {
    await close()
    throw error
  }
  return { url, close }
}

if (import.meta.main) {
  const { PARLEY = 'http://127.0.0.1:8787', KEY = '', PORT = '3000' } = process.env
  const { url } = await openHelpdesk({ gateway: PARLEY, apiKey: KEY, port: Number(PORT) })
  process.stdout.write(`The helpdesk is at ${url}\n`)
}
