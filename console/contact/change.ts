import { dataOf, type Contact } from '../../client/index.ts'
import type { operations } from '../../client/schema.ts'
import { keepContact } from '../state/contacts.ts'
import { api } from '../state/session.ts'
import { attempt } from '../ui/notices.tsx'

type ContactChange = NonNullable<operations['patchContact']['requestBody']>['content']['application/json']

/** Changes what the shop knows of a contact, and shows what the gateway answers. Whether it went well. */
export const changeContact = ({ id }: Pick<Contact, 'id'>, body: ContactChange): Promise<boolean> =>
  attempt(async () => {
    keepContact(dataOf(await api().PATCH('/v1/contacts/{contact}', { params: { path: { contact: id } }, body })))
  })
