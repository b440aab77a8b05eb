import type { Context } from '../context.ts'
import { Problem } from '../problem.ts'
import type { Caller } from '../reach.ts'
import type { Person, SignIn } from '../schema/person.ts'
import { signInKey } from '../store/keys.ts'
import { findManaged, loadPerson } from './person.ts'
import { beginSession, type SessionToken } from './sessions.ts'

type Store = Pick<Context, 'table' | 'hash' | 'now' | 'publicUrl'>

/** Crockford's Base32: without the letters that are taken for digits. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LETTERS_IN_CODE = 20
const GROUP = 5
/** Random bytes that a code is made of: five bits of each. */
export const CODE_BYTES = LETTERS_IN_CODE

const codeOf = (random: Uint8Array): string =>
  Array.from(random, (byte, index) => (index > 0 && index % GROUP === 0 ? '-' : '') + LETTERS.charAt(byte % 32)).join(
    '',
  )

/** A code as it is kept, however it was typed. */
const normal = (code: string): string =>
  code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')

/** Makes a link that lets a person in once. `random` has to be so many random bytes: {@link CODE_BYTES}. */
export const createSignIn = async (
  ctx: Store,
  caller: Caller,
  id: string,
  { validMinutes, random }: { readonly validMinutes: number; readonly random: Uint8Array },
): Promise<SignIn> => {
  const { view, epoch } = await findManaged(ctx, caller, id)
  if (view.disabledAt !== null) throw new Problem('forbidden', 'This person is disabled: enable them first.')
  if (random.length < CODE_BYTES) throw new Error('a code needs more random bytes')
  const code = codeOf(random.subarray(0, CODE_BYTES))
  const until = ctx.now() + validMinutes * 60_000
  await ctx.table.put({
    ...signInKey(ctx.hash, normal(code)),
    v: 1,
    person: id,
    epoch,
    until,
    ttl: Math.ceil(until / 1000),
  })
  // Behind the #, which browsers tell no server: so it stands in no log.
  return { url: `${ctx.publicUrl}/inbox/sign-in#${code}`, code, expiresAt: until }
}

const refused = (): Problem =>
  new Problem('unauthorized', 'This code is wrong, was used before, or is too old: ask for a new link.')

/** Signs in by a code, which is good for nothing then. `secret` and `session` have to be random. */
export const signIn = async (
  ctx: Store,
  code: string,
  { session, secret }: Pick<SessionToken, 'session' | 'secret'>,
): Promise<{ readonly person: Person; readonly token: SessionToken }> => {
  const key = signInKey(ctx.hash, normal(code))
  const item = await ctx.table.get(key, { consistent: true })
  // What is over is deleted by its time some day. Of several who come at once, one deletes it.
  if (!item || Number(item['until']) <= ctx.now() || !(await ctx.table.delete(key, { exists: 'pk' }))) throw refused()
  const person = String(item['person'])
  const stored = await loadPerson(ctx, person)
  if (!stored || stored.view.disabledAt !== null || Number(item['epoch']) !== stored.epoch) throw refused()
  const token = { person, session, secret }
  await beginSession(ctx, token, stored.epoch)
  return { person: { ...stored.view, lastSeenAt: ctx.now() }, token }
}
