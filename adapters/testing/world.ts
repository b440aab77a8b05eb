import type { AdapterDeps, Credentials } from '../adapter.ts'
import type { SandboxDeps } from '../sandbox.ts'

export const refuseNetwork: typeof globalThis.fetch = async () => {
  throw new Error('no request was expected')
}

/** Credentials of one connection, in memory. */
export const memoryCredentials = (): Credentials => {
  const stored = new Map<string, { readonly value: string; readonly version: number }>()
  const known = (name: string) => stored.get(name) ?? { value: '', version: 0 }
  return {
    read: async (name) => known(name),
    // Nothing is waited for in between: of two writes of one version, one is too late.
    write: async (name, value, version) => {
      if (known(name).version !== version) return false
      stored.set(name, { value, version: version + 1 })
      return true
    },
  }
}

/** What few adapters need of their surroundings: nothing can be fetched, nothing is stored yet, AWS takes any signature. */
export const ordinaryDeps = (): Pick<AdapterDeps, 'fetchPublic' | 'mode' | 'credentials' | 'aws'> => ({
  fetchPublic: refuseNetwork,
  mode: 'live',
  credentials: memoryCredentials(),
  aws: {
    region: 'eu-central-1',
    sign: async (service, { headers }) => ({ ...headers, authorization: `AWS4-HMAC-SHA256 ${service}` }),
  },
})

/** For a sandbox that has neither a queue nor a bucket of the shop to write to. */
export const ordinarySandbox: Pick<SandboxDeps, 'enqueue' | 'store'> = {
  enqueue: async () => {
    throw new Error('no queue was expected')
  },
  store: async () => {
    throw new Error('no bucket was expected')
  },
}
