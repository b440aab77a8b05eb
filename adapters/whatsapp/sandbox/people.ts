import { digits } from './customer.ts'

const DAY_MS = 24 * 3_600_000

interface Named {
  readonly phone?: string | undefined
  readonly userId?: string | undefined
}

/** What the sandbox knows of the customers: which ids are one person, and when they last wrote to which number. */
export const people = (now: () => number) => {
  const phones = new Map<string, string>()
  const userIds = new Map<string, string>()
  const written = new Map<string, number>()

  /** A person by one of their ids, completed by the other where a customer showed both. */
  const known = ({ phone, userId }: Named): Named => ({
    phone: phone ?? (userId === undefined ? undefined : phones.get(userId)),
    userId: userId ?? (phone === undefined ? undefined : userIds.get(phone)),
  })
  const keys = (account: string, person: Named): string[] =>
    Object.values(known(person)).flatMap((id) => (id === undefined ? [] : [`${account} ${id}`]))

  return {
    known,
    wrote(account: string, from: string | undefined, userId: string | undefined): void {
      const phone = from && digits(from)
      if (phone !== undefined && userId !== undefined) phones.set(userId, phone)
      if (phone !== undefined && userId !== undefined) userIds.set(phone, userId)
      for (const key of keys(account, { phone, userId })) written.set(key, now())
    },
    /**
     * Free text is allowed for 24 hours after the customer's last message. Somebody the sandbox has never seen may have
     * written all the same: anyone with the secret can sign a webhook and post it to the gateway.
     */
    mayBeWrittenTo(account: string, person: Named): boolean {
      const times = keys(account, person).flatMap((key) => written.get(key) ?? [])
      return times.length === 0 || now() - Math.max(...times) < DAY_MS
    },
  }
}
