import { Hono } from 'hono'

interface File {
  readonly accountSid: string
  readonly contentType: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface MediaStore {
  put(id: string, file: File): void
  /** Serves the files: with credentials under the account, by a redirect to a store that takes none. */
  readonly api: Hono
}

/** The files of messages that came in, as Twilio keeps them. https://www.twilio.com/docs/messaging/api/media-resource */
export const mediaStore = (
  mayRead: (authorization: string | undefined, accountSid: string) => boolean,
  unauthorized: () => Response,
): MediaStore => {
  const files = new Map<string, File>()
  const api = new Hono()

  api.get('/2010-04-01/Accounts/:account/Messages/:message/Media/:media', (c) => {
    const { account, media } = c.req.param()
    if (!mayRead(c.req.header('authorization'), account)) return unauthorized()
    // Another host, as at Twilio; whoever speaks to the sandbox finds all of the provider's hosts here.
    return files.get(media)?.accountSid === account
      ? c.redirect(`https://mms.twiliocdn.com/storage/${media}`, 302)
      : c.notFound()
  })

  api.get('/storage/:media', (c) => {
    const file = files.get(c.req.param('media'))
    // A store that has signed its URL refuses a second kind of credentials: they must not follow the redirect.
    if (c.req.header('authorization') !== undefined) return c.text('Only one auth mechanism allowed', 400)
    return file ? c.body(file.bytes, 200, { 'content-type': file.contentType }) : c.notFound()
  })

  return { put: (id, file) => void files.set(id, file), api }
}
