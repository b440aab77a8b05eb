import type { Person, SignIn } from '../../core/schema/person.ts'
import { createApiWorld, type Answer, type ApiWorld, type Call } from './api-world.ts'

let serial = 0

/** Adds somebody, as the key of the organisation may. */
export const addPerson = async (
  world: ApiWorld,
  body: object = {},
  how: Partial<Call> = {},
): Promise<Answer & { readonly body: Person }> =>
  (await world.call({
    ...how,
    method: 'POST',
    url: '/v1/people',
    headers: { 'idempotency-key': `person-${++serial}`, ...how.headers },
    body: { name: 'Ada Agent', role: 'agent', ...body },
  })) as Answer & { readonly body: Person }

export const linkFor = async (world: ApiWorld, person: string, body?: object): Promise<SignIn> =>
  (await world.call({ method: 'POST', url: `/v1/people/${person}/sign-ins`, ...(body ? { body } : {}) })).body as SignIn

export const signInBy = (world: ApiWorld, code: string, how: Partial<Call> = {}): Promise<Answer> =>
  world.call({ method: 'POST', url: '/v1/session', key: null, body: { code }, ...how })

export const ORIGIN = 'https://parley.test'

/** A browser in which somebody is signed in. */
export interface Browser {
  readonly person: Person
  readonly cookie: string
  /** As a page of the gateway calls. */
  call(call: Call): Promise<Answer>
}

export const browserOf = async (world: ApiWorld, person: Person): Promise<Browser> => {
  const { code } = await linkFor(world, person.id)
  const { cookies } = await signInBy(world, code)
  const cookie = cookies?.[0]?.split(';')[0] ?? ''
  const call = ({ headers, ...rest }: Call): Promise<Answer> =>
    world.call({
      key: null,
      cookies: [cookie],
      headers: { origin: ORIGIN, 'sec-fetch-site': 'same-origin', ...headers },
      ...rest,
    })
  return { person, cookie, call }
}

/** A world and somebody who is signed in. */
export const createSignedIn = async (
  body: object = {},
  options: Parameters<typeof createApiWorld>[0] = {},
): Promise<Browser & { readonly world: ApiWorld }> => {
  const world = createApiWorld(options)
  return { world, ...(await browserOf(world, (await addPerson(world, body)).body)) }
}
