import type { Hash, Item } from '../ports.ts'
import type { AccountRef, Caller, Scope } from '../reach.ts'
import type { ApiKey } from '../schema/key.ts'
import { apiKeyKey, apiKeyListKeys } from '../store/keys.ts'

const PREFIX = 'prl_'
const ID_PREFIX = 'key_'
const ID_LENGTH = 22

/** What the caller sends: the id is inside, so that a key is found by one read. */
export const tokenOf = (id: string, secret: string): string => `${PREFIX}${id.slice(ID_PREFIX.length)}${secret}`

/** The id and the secret in a token, or undefined when it cannot be one. */
export const readToken = (token: string): { readonly id: string; readonly secret: string } | undefined => {
  const found = /^prl_([\w-]{22})([\w-]{32,64})$/.exec(token)
  return found
    ? { id: `${ID_PREFIX}${token.slice(PREFIX.length, PREFIX.length + ID_LENGTH)}`, secret: found[2] ?? '' }
    : undefined
}

/** All that is kept of a secret. Keyed and of at least 192 random bits: nobody comes back from it. */
export const secretHash = (hash: Hash, id: string, secret: string): string => hash('api-key-secret', id, secret)

export interface StoredKey {
  readonly view: ApiKey
  readonly secretHash: string
  readonly bodyHash: string
}

export const encodeKey = ({ view, secretHash: sh, bodyHash }: StoredKey): Item => ({
  ...apiKeyKey(view.id),
  ...apiKeyListKeys(view.shop, view.createdAt, view.id),
  v: 1,
  name: view.name,
  scopes: view.scopes.join(' '),
  ...(view.shop === null ? {} : { shop: view.shop }),
  ...(view.accounts === null ? {} : { accounts: JSON.stringify(view.accounts) }),
  ...(view.connector === null ? {} : { connector: view.connector }),
  created: view.createdAt,
  sh,
  bh: bodyHash,
})

const numberOrNull = (value: Item[string]): number | null => (value === undefined ? null : Number(value))

export const decodeKey = (item: Item): StoredKey => ({
  view: {
    id: item.pk.slice('key#'.length),
    name: String(item['name']),
    scopes: String(item['scopes']).split(' ') as Scope[],
    shop: item['shop'] === undefined ? null : String(item['shop']),
    accounts: item['accounts'] === undefined ? null : (JSON.parse(String(item['accounts'])) as AccountRef[]),
    connector: item['connector'] === undefined ? null : String(item['connector']),
    createdAt: Number(item['created']),
    lastUsedAt: numberOrNull(item['used']),
    revokedAt: numberOrNull(item['revoked']),
  },
  secretHash: String(item['sh']),
  bodyHash: String(item['bh']),
})

/** Whether a key exists for who asks: of their shop or, for the organisation, of all; and for no account they do not reach. */
export const reachesKey = (caller: Caller, { shop, accounts }: Pick<ApiKey, 'shop' | 'accounts'>): boolean =>
  (shop === null ? caller.organisation : shop === caller.shop) &&
  (caller.accounts === undefined ||
    (accounts?.every((one) =>
      caller.accounts?.some(({ channel, account }) => channel === one.channel && account === one.account),
    ) ??
      false))
