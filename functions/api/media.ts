import { compact } from '../../core/compact.ts'
import type { Context } from '../../core/context.ts'
import { MAIL_FILES, type MailFile } from '../../core/files.ts'
import type { ObjectInfo } from '../../core/ports.ts'
import { Problem } from '../../core/problem.ts'
import { getMessage } from '../../core/read.ts'
import type { Message } from '../../core/schema/message.ts'
import { operation, type Operation } from './operation.ts'
import { isId } from './requests.ts'

/** How long the link works that is redirected to. Begun in time, a download may take longer. */
const LINK_SECONDS = 300
/** For so long whoever asked may use the answer again: what is left of the link is time enough to begin. */
const CACHE_SECONDS = 240

interface Stored extends Partial<ObjectInfo> {
  readonly object: string
}

const missing = (): Problem => new Problem('not_found', 'There is no such file.')

const attachmentOf = (message: Message, index: number): Stored => {
  const attachment = message.attachments[index]
  if (attachment === undefined) throw missing()
  const { object, state, reason, contentType, filename } = attachment
  if (object !== undefined) return { object, ...compact({ contentType, filename }) }
  // A file that a shop sent by a link is where the link says; it was never here.
  if (state === 'ready') throw missing()
  const why = reason === undefined ? '' : ` (${reason})`
  throw new Problem('file_not_ready', `The state of the file is ${state}${why}.`, [], { attachmentState: state })
}

const isMailFile = (name: string): name is MailFile => Object.hasOwn(MAIL_FILES, name)

const mailFileOf = (message: Message, name: MailFile): Stored => {
  const { field, contentType } = MAIL_FILES[name]
  const object = message.email?.[field]
  if (object === undefined) throw missing()
  return { object, contentType }
}

const storedFile = (message: Message, name: string): Stored => {
  if (isMailFile(name)) return mailFileOf(message, name)
  if (!/^(?:0|[1-9]\d?)$/.test(name)) throw missing()
  return attachmentOf(message, Number(name))
}

/** `/v1/media`: the files of messages, each under one URL for as long as there is the message. */
export const mediaOperations = (ctx: Context): readonly Operation[] => [
  operation({
    id: 'getFile',
    method: 'get',
    path: '/v1/media/{message}/{file}',
    tag: 'Messages',
    summary: 'Go to a file of a message',
    description: '`file` is the place among the attachments, or of a mail `original`, `html` or `text`.',
    status: 302,
    problems: ['file_not_ready'],
    handle: async ({ c, principal, params: { message: id = '', file = '' } }) => {
      if (!isId('msg', id)) throw missing()
      const { object, ...info } = storedFile(await getMessage(ctx, principal, id), file)
      c.header('cache-control', `private, max-age=${CACHE_SECONDS}`)
      return c.redirect(await ctx.objects.link(object, LINK_SECONDS, info), 302)
    },
  }),
]
