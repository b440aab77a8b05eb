import type { Context } from '../context.ts'
import type { Address } from '../schema/identity.ts'
import { consentPk } from '../store/keys.ts'

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
      const [sender, about] = item.sk.split('#')
      const concerns = (sender === address.account || sender === 'any') && (about === purpose || about === 'any')
      if (concerns && item['state'] === 'revoked') return true
    }
  }
  return false
}
