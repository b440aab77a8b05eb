import type { Context } from '../context.ts'
import type { Address, Alias } from '../schema/identity.ts'
import type { Plan } from '../schema/message.ts'
import { consentConcern, consentPk } from '../store/keys.ts'

export const mailboxes = (addresses: readonly string[] = []): readonly Alias[] =>
  addresses.map((address) => ({ type: 'email', value: address.toLowerCase() }))

/** Everybody a message goes to: the people of its address, or those it names instead; and who gets a copy. */
export const recipients = (address: Address, plan: Plan): Address => {
  const mail = plan.parts.find(({ type }) => type === 'mail')
  if (mail?.type !== 'mail') return address
  const { to, cc, bcc } = mail
  return { ...address, peers: [...(to ? mailboxes(to) : address.peers), ...mailboxes(cc), ...mailboxes(bcc)] }
}

/** Whether the customer withdrew consent for this sender and purpose: by name, for any sender, or for any purpose. */
export const isForbidden = async (
  ctx: Pick<Context, 'table' | 'hash'>,
  shop: string,
  address: Address,
  purpose: 'service' | 'marketing',
): Promise<boolean> => {
  for (const peer of address.peers) {
    const page = await ctx.table.query({ pk: consentPk(ctx.hash, shop, peer, address.channel) })
    for (const item of page.items) {
      const [sender, about] = consentConcern(item)
      const concerns = (sender === address.account || sender === 'any') && (about === purpose || about === 'any')
      if (concerns && item['state'] === 'revoked') return true
    }
  }
  return false
}
