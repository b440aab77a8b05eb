import { computed, signal } from '@preact/signals'
import { createClient, dataOf, ParleyProblem, type Client } from '../../client/index.ts'
import type { components } from '../../client/schema.ts'

export type Me = components['schemas']['Me']

const SHOP_KEPT_AS = 'parley.shop'

/** Who is signed in; null: nobody; undefined: not known yet. */
export const me = signal<Me | null | undefined>(undefined)
/** Whether the gateway answered the last call at all. */
export const online = signal(true)

export const isAdmin = computed(() => me.value?.scopes.includes('admin') ?? false)

/** Notes what a call tells of the connection and of the session, for the whole page. */
const watched = async (request: Request): Promise<Response> => {
  try {
    const response = await fetch(request)
    online.value = true
    // Whose session is over signs in again; what they wrote is kept.
    if (response.status === 401 && me.peek()) me.value = null
    return response
  } catch (error) {
    if (!request.signal.aborted) online.value = false
    throw error
  }
}

const clientFor = (shop: string | null): Client =>
  createClient({ url: location.origin, fetch: watched, ...(shop === null ? {} : { shop }) })

let client = clientFor(null)

/** The API, for the shop that was chosen. */
export const api = (): Client => client

/** Another shop means other everything: the page begins anew. */
export const chooseShop = (shop: string): void => {
  localStorage.setItem(SHOP_KEPT_AS, shop)
  location.assign('/inbox')
}

const begin = (who: Me): void => {
  const kept = localStorage.getItem(SHOP_KEPT_AS)
  const shop = who.shops.find(({ id }) => id === kept)?.id ?? who.shop
  client = clientFor(shop)
  me.value = { ...who, shop }
}

/** Finds out who is signed in. Throws when the gateway cannot be reached. */
export const loadSession = async (): Promise<void> => {
  const { data, response, error } = await client.GET('/v1/session')
  if (data) begin(data)
  else if (response.status === 401) me.value = null
  else throw new ParleyProblem(response.status, error)
}

/**
 * Signs in by a one-time code, and begins the page anew: what was seen in it before was somebody else's, perhaps. Throws a
 * ParleyProblem of status 401 where the code is not valid.
 */
export const signInBy = async (code: string): Promise<void> => {
  dataOf(await client.POST('/v1/session', { body: { code } }))
  const { pathname, search } = location
  location.replace(pathname.startsWith('/inbox/sign-in') ? '/inbox' : pathname + search)
}

export const signOut = async (): Promise<void> => {
  await client.DELETE('/v1/session')
  me.value = null
}
