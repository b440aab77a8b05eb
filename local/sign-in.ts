import { randomBytes } from 'node:crypto'
import type { Context } from '../core/context.ts'
import { changePerson, createPerson } from '../core/people/people.ts'
import { CODE_BYTES, createSignIn } from '../core/people/sign-in.ts'
import type { Caller } from '../core/reach.ts'
import type { SignIn } from '../core/schema/person.ts'

export const LOCAL_ADMIN = 'Local admin'
const VALID_MINUTES = 24 * 60

/** Makes one-time links for whoever runs the gateway on this machine: an admin of all shops, who is added with the first. */
export const createLocalSignIn = (ctx: Context) => async (): Promise<SignIn> => {
  const caller: Caller = {
    name: 'local',
    shop: ctx.directory.shops()[0]?.id ?? '',
    scopes: ['admin'],
    organisation: true,
  }
  const request = { name: LOCAL_ADMIN, role: 'admin', organisation: true } as const
  const { id, disabledAt } = await createPerson(ctx, caller, 'local-admin', request)
  // Who can read this machine's files is not to be locked out of it.
  if (disabledAt !== null) await changePerson(ctx, caller, id, { disabled: false })
  return createSignIn(ctx, caller, id, { validMinutes: VALID_MINUTES, random: randomBytes(CODE_BYTES) })
}
