import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { dataOf } from '../../../client/index.ts'
import type { components } from '../../../client/schema.ts'
import { api } from '../../state/session.ts'
import type { Person } from '../../state/people.ts'
import { staff } from '../../texts/admin-access.ts'
import { fullTime } from '../../texts/format.ts'
import { t } from '../../texts/text.ts'
import { Once } from '../parts.tsx'

interface Link {
  readonly person: Person
  readonly signIn: components['schemas']['SignIn']
}

/** Makes one-time links, and shows each once. */
export const useSignInLink = (): {
  readonly make: (person: Person) => Promise<void>
  readonly shown: JSX.Element | null
} => {
  const [link, setLink] = useState<Link | null>(null)
  return {
    make: async (person) => {
      const params = { path: { person: person.id } }
      setLink({ person, signIn: dataOf(await api().POST('/v1/people/{person}/sign-ins', { params, body: {} })) })
    },
    shown: link && (
      <Once
        title={t(staff.linkTitle, { name: link.person.name })}
        label={t(staff.linkLabel)}
        value={link.signIn.url}
        explain={t(staff.linkExplain, { time: fullTime(link.signIn.expiresAt) })}
        onClose={() => setLink(null)}
      />
    ),
  }
}
