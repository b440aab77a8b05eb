import { late } from '../../core/late.ts'
import type { Objects } from '../../core/ports.ts'
import type { AwsEnvironment } from './clients.ts'

/**
 * The objects of a bucket. The client of S3 is loaded with the first of them: with 130 KB it is larger than zod, and most webhooks and answers have no file.
 */
export const lateObjects = (env: AwsEnvironment, bucket: string): Objects => {
  const objects = late(async (): Promise<Objects> => {
    const [{ s3Client }, { createObjects }] = await Promise.all([import('./s3.ts'), import('./objects.ts')])
    return createObjects({ client: s3Client(env), bucket })
  })
  return {
    put: async (name, body, info) => (await objects()).put(name, body, info),
    get: async (name) => (await objects()).get(name),
    head: async (name) => (await objects()).head(name),
    uploadLink: async (name, seconds, info) => (await objects()).uploadLink(name, seconds, info),
    link: async (name, seconds, info) => (await objects()).link(name, seconds, info),
    delete: async (name) => (await objects()).delete(name),
  }
}
