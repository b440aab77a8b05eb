import type { Context } from '../context.ts'
import {
  contactItem,
  decodeContact,
  EMPTY_CONTACT,
  joinContact,
  type ContactRecord,
  type ContactState,
} from '../conversation/contact.ts'
import { setVersioned, type Versioned } from '../conversation/versioned.ts'
import { contactKey } from '../store/keys.ts'

export const contacts: Versioned<ContactRecord> = {
  key: contactKey,
  encode: contactItem,
  decode: decodeContact,
  successor: (contact) => contact.mergedInto,
  erasedAt: (contact) => contact.erased,
}

/** Joins what a fact says into the contact that carries on. */
export const foldContact = (
  ctx: Pick<Context, 'table'>,
  shop: string,
  id: string,
  change: Partial<ContactState>,
  floor?: number,
): Promise<ContactRecord> =>
  setVersioned(
    ctx.table,
    contacts,
    id,
    (current, rootId) => ({
      ...(current ?? { id: rootId, shop, version: 0 }),
      state: joinContact(current?.state ?? EMPTY_CONTACT, { ...EMPTY_CONTACT, ...change }),
    }),
    floor,
  )
