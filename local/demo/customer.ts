import { randomInt } from 'node:crypto'

/** One person, as the channels know them. */
export interface Customer {
  readonly name: string
  /** In every address of theirs, and in what is said to them where the channel gives them an address of its own. */
  readonly digits: string
  readonly phone: string
}

/** Somebody nobody has heard of before. */
export const newCustomer = (): Customer => {
  const digits = `1555${randomInt(1_000_000, 9_999_999)}`
  return { name: 'Nadia Brandt', digits, phone: `+${digits}` }
}
