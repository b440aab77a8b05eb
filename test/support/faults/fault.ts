import type { Found } from '../../../cli/doctor/check.ts'
import type { Shop } from '../stand-ins/shop.ts'

/** Something wrong with a shop that is well otherwise, and the one finding that has to come of it. */
export type Fault = readonly [
  says: string,
  where: string,
  code: string,
  level: Found['level'],
  seed: (shop: Shop) => void,
]

export const E = 'error'
export const W = 'warning'

export const secret = (shop: Shop, name: string, value: string) => {
  shop.secrets[`/parley/shop/${name}`] = value
}
