import type { Context } from '../context.ts'
import { projectFact } from '../project/project.ts'
import { reachesAccount, type Principal } from '../reach.ts'
import type { Consent } from '../schema/consent.ts'
import type { Contact } from '../schema/identity.ts'
import { factItem, type AllowFact } from '../store/facts.ts'
import { consentConcern, consentPk } from '../store/keys.ts'
import { getContact } from './merge.ts'

/** Channels that a shop has accounts of, as far as the principal reaches them. */
const channelsOf = (ctx: Context, principal: Principal): readonly string[] => [
  ...new Set(
    ctx.directory
      .accounts()
      .filter(({ shop, channel, id }) => shop === principal.shop && reachesAccount(principal, channel, id))
      .map(({ channel }) => channel),
  ),
]

const aliasesOf = ({ aliases }: Contact) => aliases.map(({ type, value }) => ({ type, value }))

const consentsOf = async (ctx: Context, principal: Principal, contact: Contact): Promise<readonly Consent[]> => {
  const where = aliasesOf(contact).flatMap((alias) => channelsOf(ctx, principal).map((channel) => ({ alias, channel })))
  const found = await Promise.all(
    where.map(async ({ alias, channel }) => {
      const pk = consentPk(ctx.hash, principal.shop, alias, channel)
      const { items } = await ctx.table.query({ pk, consistent: true })
      return items.map((item): Consent => {
        const [sender, purpose] = consentConcern(item)
        return {
          alias,
          channel,
          sender,
          purpose: purpose as Consent['purpose'],
          state: String(item['state']) as Consent['state'],
          source: String(item['source']),
          evidence: String(item['evidence']),
          at: Number(item['at']),
        }
      })
    }),
  )
  return found.flat()
}

/** What a contact allowed and forbade, by each of their aliases, on the channels of the shop. */
export const listConsents = async (
  ctx: Context,
  principal: Principal,
  id: string,
): Promise<{ readonly data: readonly Consent[] }> => ({
  data: await consentsOf(ctx, principal, await getContact(ctx, principal, id)),
})

export type Allowed = Pick<AllowFact, 'channel' | 'sender' | 'purpose' | 'state' | 'source' | 'evidence'>

/**
 * Writes down what a contact allows, as the shop learned it: for each alias they have now. Later than what stands there, by
 * whatever clock. Answers all that stands then.
 */
export const setConsent = async (
  ctx: Context,
  principal: Principal,
  id: string,
  allowed: Allowed,
): Promise<{ readonly data: readonly Consent[] }> => {
  const contact = await getContact(ctx, principal, id)
  const stands = await consentsOf(ctx, principal, contact)
  const seenAt = stands.reduce((last, { at }) => Math.max(last, at + 1), ctx.now())
  const fact = {
    kind: 'allow' as const,
    shop: principal.shop,
    contact: contact.id,
    aliases: aliasesOf(contact),
    ...allowed,
  }
  const key = ctx.hash('allow', contact.id, ctx.nonce())
  await ctx.table.put(factItem(key, { source: 'own', fact }, { seenAt }), { absent: 'pk' })
  await projectFact(ctx, key)
  return { data: await consentsOf(ctx, principal, contact) }
}
