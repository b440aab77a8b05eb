import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { listShops } from '../../core/accounts.ts'
import type { Context } from '../../core/context.ts'
import { getPerson } from '../../core/people/people.ts'
import { endByToken, writeToken } from '../../core/people/sessions.ts'
import { signIn } from '../../core/people/sign-in.ts'
import type { Caller } from '../../core/reach.ts'
import type { Person } from '../../core/schema/person.ts'
import { MeAnswer } from './answers.ts'
import { callerOf } from './auth.ts'
import { clearSession, readSession, refuseForeignOrigin, writeSession } from './cookie.ts'
import { operation, type Operation } from './operation.ts'
import { strictly } from './strict.ts'

const ID_BYTES = 16
const SECRET_BYTES = 24

const common = { tag: 'People', path: '/v1/session' } as const

const SignInBody = strictly(z.object({ code: z.string().min(1).max(100) })).meta({ id: 'SignInCode' })

const meOf = (ctx: Context, caller: Caller, person: Person | null) => ({
  person,
  key: person === null ? { id: caller.name } : null,
  scopes: caller.scopes,
  shop: caller.shop,
  shops: listShops(ctx, caller),
})

/** `/v1/session`: how one begins and ends, without another, and who calls. */
export const sessionOperations = (ctx: Context): readonly Operation[] => [
  operation({
    ...common,
    id: 'signIn',
    method: 'post',
    summary: 'Sign in by the code of a one-time link',
    description:
      'Answers a cookie, by which the browser then calls all of /v1. Case, spaces and hyphens of the code do not matter.',
    open: true,
    body: SignInBody,
    example: { code: '7Q2XK-M9D4T-0WZRB-8HNVC' },
    status: 200,
    answer: MeAnswer,
    handle: async ({ c, body: { code } }) => {
      // Else a page of somebody else could sign the reader in as them, and read what is written then.
      refuseForeignOrigin(ctx, c)
      const session = `ses_${randomBytes(ID_BYTES).toString('base64url')}`
      const secret = randomBytes(SECRET_BYTES).toString('base64url')
      const { person, token } = await signIn(ctx, code, { session, secret })
      const caller = callerOf(ctx, c, person)
      c.set('principal', caller)
      writeSession(ctx, c, writeToken(token))
      return meOf(ctx, caller, person)
    },
  }),
  operation({
    ...common,
    id: 'signOut',
    method: 'delete',
    summary: 'Sign out: ends the session of the cookie, and takes the cookie away',
    open: true,
    status: 204,
    handle: async ({ c }) => {
      refuseForeignOrigin(ctx, c)
      const token = readSession(ctx, c)
      if (token !== undefined) await endByToken(ctx, token)
      clearSession(ctx, c)
    },
  }),
  operation({
    ...common,
    id: 'getSession',
    method: 'get',
    summary: 'Tell who calls: a person who is signed in, or a key',
    status: 200,
    answer: MeAnswer,
    handle: async ({ principal }) => {
      const { person } = principal
      return meOf(ctx, principal, person === undefined ? null : await getPerson(ctx, principal, person.id))
    },
  }),
]
