import type { buildApp } from 'fauxqs'
import { MAX_UPLOAD_BYTES } from '../../core/uploads.ts'
import { BROWSERS } from '../../functions/aws/shape.ts'

/** Answers to pages as S3 does by the bucket's rules, which fauxqs has none of, and takes what they may upload. */
export const letBrowsersIn = (app: ReturnType<typeof buildApp>, bucket: string): void => {
  // Its own parser of what is no request of SQS takes 11 MB.
  app.removeContentTypeParser('*')
  app.addContentTypeParser<Buffer>('*', { parseAs: 'buffer', bodyLimit: MAX_UPLOAD_BYTES }, (_, body, done) =>
    done(null, body),
  )
  app.addHook('onRequest', async ({ method, url, headers }, reply) => {
    const { origin } = headers
    if (origin === undefined || !url.startsWith(`/${bucket}/`)) return
    reply.header('access-control-allow-origin', '*')
    if (method !== 'OPTIONS') return
    return reply
      .headers({
        'access-control-allow-methods': BROWSERS.methods.join(', '),
        'access-control-allow-headers': BROWSERS.headers.join(', '),
        'access-control-max-age': BROWSERS.seconds,
      })
      .status(204)
      .send()
  })
}
