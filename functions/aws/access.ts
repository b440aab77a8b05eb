import { createHash, createHmac, type BinaryLike } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import type { AwsAccess } from '../../adapters/adapter.ts'

/** SHA-256 as the signer wants it: keyed (HMAC) when it is given a key. */
class Sha256 {
  private readonly hash
  constructor(key?: BinaryLike) {
    this.hash = key === undefined ? createHash('sha256') : createHmac('sha256', key)
  }
  update(data: BinaryLike): void {
    this.hash.update(data)
  }
  async digest(): Promise<Uint8Array> {
    return this.hash.digest()
  }
}

type Signer = ConstructorParameters<typeof SignatureV4>[0]

/** Signs requests to AWS with the credentials that an SDK client found for itself. */
export const createAccess = (region: string, credentials: Signer['credentials']): AwsAccess => ({
  region,
  sign: async (service, { method, url, headers, body }, elsewhere = region) => {
    const { hostname, host, pathname, searchParams, protocol } = new URL(url)
    const signer = new SignatureV4({
      service,
      region: elsewhere,
      credentials,
      sha256: Sha256 as unknown as Signer['sha256'],
    })
    const signed = await signer.sign({
      method,
      protocol,
      hostname,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: { ...headers, host },
      body,
    })
    return signed.headers
  },
})
