import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Credentials } from '../adapters/adapter.ts'
import type { Hash, Table } from '../core/ports.ts'

const ALGORITHM = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** Of the deploy key, for this use alone. */
const keyOf = (deployKey: string): Buffer => Buffer.from(hkdfSync('sha256', deployKey, '', 'parley credentials', 32))

const seal = (key: Buffer, name: string, value: string): string => {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(name))
  return Buffer.concat([iv, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

const unseal = (key: Buffer, name: string, sealed: string): string => {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES)).setAAD(Buffer.from(name))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
}

export interface CredentialsOptions {
  readonly table: Table
  readonly hash: Hash
  readonly deployKey: string
}

/**
 * The credentials of one connection, encrypted under the deploy key: whoever reads the table alone (an export, a backup)
 * learns none. Versions make a write a compare-and-set.
 */
export const createCredentials = (
  { table, hash, deployKey }: CredentialsOptions,
  channel: string,
  connection: string,
): Credentials => {
  const key = keyOf(deployKey)
  const itemKey = (name: string) => ({ pk: `crd#${hash('crd', channel, connection, name)}`, sk: 'V' })
  const label = (name: string) => `${channel}/${connection}/${name}`
  return {
    read: async (name) => {
      const item = await table.get(itemKey(name), { consistent: true })
      if (item === undefined) return { value: '', version: 0 }
      return { value: unseal(key, label(name), String(item['value'])), version: Number(item['version']) }
    },
    write: (name, value, version) =>
      table.put(
        { ...itemKey(name), v: 1, value: seal(key, label(name), value), version: version + 1 },
        version === 0 ? { absent: 'pk' } : { eq: ['version', version] },
      ),
  }
}
