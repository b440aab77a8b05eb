import { late } from '../../core/late.ts'
import type { Clock, Hash } from '../../core/ports.ts'
import type { Delivery, DeliveryError, DeliveryOutcome, Post } from '../../core/webhooks/post.ts'
import { retryAfter } from '../../adapters/http.ts'

export interface Endpoints {
  /** Why events cannot be sent to this URL, as far as the URL shows it; undefined where they can. */
  readonly refusalOf: (url: string) => Promise<string | undefined>
  /**
   * The secret of an endpoint by its number, as Standard Webhooks writes it. It follows from the deploy key, so that nobody learns
   * it from the table.
   */
  readonly secretOf: (endpoint: string, generation: number) => string
  /** Posts an event, signed with each of its secrets. */
  readonly post: Post
}

export interface EndpointsOptions {
  readonly hash: Hash
  readonly now: Clock
  /** Connects to public addresses alone. */
  readonly fetchPublic: typeof globalThis.fetch
  /** Whether endpoints may be on this machine, by http: for development. */
  readonly loopback: boolean
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Without a word of the error's own: it may quote the URL. */
const errorOf = (error: unknown): DeliveryError => {
  const { name, cause } = error instanceof Error ? error : new Error()
  if ([name, (cause as Error | undefined)?.name].includes('ForbiddenUrl')) return 'forbidden_url'
  return name === 'TimeoutError' || name === 'AbortError' ? 'timeout' : 'unreachable'
}

const loadSign = late(async () => (await import('./sign.ts')).sign)
const loadGuard = late(async () => (await import('./guard.ts')).createGuard({}))

/** How the gateway speaks to the endpoints of helpdesks: signed with `standardwebhooks`, to public addresses by https. */
export const createEndpoints = ({ hash, now, fetchPublic, loopback }: EndpointsOptions): Endpoints => {
  const isLocal = ({ hostname }: URL): boolean => loopback && LOOPBACK.has(hostname)

  const refusalOf: Endpoints['refusalOf'] = async (text) => {
    if (!URL.canParse(text)) return 'give a URL'
    const url = new URL(text)
    if (isLocal(url)) return undefined
    if (url.protocol !== 'https:') return 'give an https URL'
    if (url.hostname === 'localhost' || url.hostname.endsWith('.localhost')) return 'the address is not public'
    const guard = await loadGuard()
    try {
      guard.check(url)
    } catch (error) {
      return (error as Error).message
    }
    return undefined
  }

  const secretOf: Endpoints['secretOf'] = (endpoint, generation) => {
    const halves = ['a', 'b'].map((half) => hash('webhook-secret', endpoint, String(generation), half))
    return `whsec_${Buffer.concat(halves.map((half) => Buffer.from(half, 'base64url'))).toString('base64')}`
  }

  const signaturesOf = async ({ endpoint, id, at, body, generations }: Delivery): Promise<string> => {
    const sign = await loadSign()
    return generations.map((generation) => sign(secretOf(endpoint, generation), id, new Date(at), body)).join(' ')
  }

  const send = async (delivery: Delivery): Promise<Omit<DeliveryOutcome, 'ms'>> => {
    const { url, id, at, body, timeoutMs } = delivery
    if ((await refusalOf(url)) !== undefined) return { status: null, error: 'forbidden_url' }
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at / 1000)),
      'webhook-signature': await signaturesOf(delivery),
    }
    const fetch = isLocal(new URL(url)) ? globalThis.fetch : fetchPublic
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    // Its status is all that counts.
    await response.body?.cancel()
    const { status } = response
    const asked = retryAfter(response.headers, now())
    return {
      status,
      error: status >= 300 && status < 400 ? 'redirect' : null,
      ...(asked === undefined ? {} : { retryAfterMs: asked * 1000 }),
    }
  }

  return {
    refusalOf,
    secretOf,
    post: async (delivery) => {
      const started = now()
      const outcome = await send(delivery).catch((error: unknown) => ({ status: null, error: errorOf(error) }))
      return { ...outcome, ms: now() - started }
    },
  }
}
