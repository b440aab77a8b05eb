import { readdirSync, readFileSync } from 'node:fs'
import { ordinaryDeps } from '../../adapters/testing/world.ts'
import type { AdapterDeps, OutboundPart, SendOutcome } from '../../adapters/adapter.ts'
import { outbound, OutboundConfig } from '../../adapters/email/outbound/index.ts'
import { replyTokens } from '../../adapters/email/reply-token.ts'

const SENDS = new URL('../fixtures/email/send/', import.meta.url)

export const MAILBOX = 'support@shop.example'
export const CUSTOMER = 'ada@example.com'
export const THREAD = 'k3zq7hv5xw2n6tbd4mfa2yrjce'
export const OWN_KEY = { message: 'msg_8sKq2', part: 0 } as const
const AT = Date.UTC(2026, 10, 24, 9, 30)
const SECRETS = ['reply-secret-new', 'reply-secret-old']
export const TOKENS = replyTokens(SECRETS)

/** A send: the part, what of the config matters, and the files behind its links. The mail it makes is beside it. */
export interface SendFixture {
  readonly part: Omit<OutboundPart, 'key' | 'address'> & { readonly address?: OutboundPart['address'] }
  readonly send?: object
  readonly names?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, { readonly contentType?: string; readonly text: string }>>
  /** All who get it, blind copies too. */
  readonly recipients: readonly string[]
}

export const sendNames = (): string[] =>
  readdirSync(SENDS)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort()
export const sendFixture = (name: string): SendFixture =>
  JSON.parse(readFileSync(new URL(`${name}.json`, SENDS), 'utf8')) as SendFixture
/** The mail as it is kept in the repository, with the line ends of a mail. */
export const expectedMail = (name: string): string =>
  readFileSync(new URL(`${name}.eml`, SENDS), 'utf8').replaceAll('\n', '\r\n')

export const partOf = ({ part }: Pick<SendFixture, 'part'>): OutboundPart => ({
  address: {
    channel: 'email',
    account: MAILBOX,
    peers: [{ type: 'email', value: CUSTOMER }],
    thread: { type: 'mail_thread', value: THREAD },
  },
  ...part,
  key: OWN_KEY,
})

export const mail = (content: object = {}, rest: object = {}): OutboundPart =>
  partOf({ part: { content: { type: 'mail', text: 'Hello Ada', media: [], ...content }, ...rest } })

/** Files on the internet, by their URLs. */
export const filesFrom =
  (files: NonNullable<SendFixture['files']>): typeof globalThis.fetch =>
  async (input) => {
    const file = files[new Request(input).url]
    if (file === undefined) return new Response('not here', { status: 404 })
    return new Response(file.text, {
      headers: file.contentType === undefined ? {} : { 'content-type': file.contentType },
    })
  }

export interface Sending {
  readonly send?: object
  readonly names?: Readonly<Record<string, string>>
  readonly receives?: boolean
  readonly deps?: Partial<AdapterDeps>
  readonly signal?: AbortSignal
}

/** Sends a part with a provider that answers as told; gives the outcome and what the provider got. */
export const sending = async (part: OutboundPart, answer: () => Response | Promise<Response>, given: Sending = {}) => {
  const requests: { readonly url: string; readonly headers: Headers; readonly body: Record<string, unknown> }[] = []
  const { send } = outbound(
    {
      send: OutboundConfig.parse(given.send ?? { by: 'ses' }),
      receives: given.receives ?? true,
      names: given.names ?? {},
    },
    {
      ...ordinaryDeps(),
      fetch: async (input, init) => {
        const request = new Request(input, init)
        requests.push({
          url: request.url,
          headers: request.headers,
          body: (await request.json()) as Record<string, unknown>,
        })
        return answer()
      },
      now: () => AT,
      nonce: () => 'nonce-1',
      secrets: { replyToken: SECRETS, smtpPassword: ['smtp-password'] },
      publicUrl: 'https://gateway.example',
      webhookUrl: 'https://gateway.example/webhooks/email/main',
      ...given.deps,
    },
    TOKENS,
  )
  const outcome: SendOutcome = await send(part, given.signal ?? new AbortController().signal)
  return { outcome, requests }
}

/** The mail in a request to SES, or to the sandbox in place of a mail server. */
export const mailIn = (body: Readonly<Record<string, unknown>> | undefined): string => {
  const { Content, data } = (body ?? {}) as {
    readonly Content?: { readonly Raw: { readonly Data: string } }
    readonly data?: string
  }
  return Buffer.from(Content?.Raw.Data ?? data ?? '', 'base64').toString('utf8')
}

export const taken = (): Response => Response.json({ MessageId: '0100019f-4d1c-000000' })
