import type { Context } from '../../core/context.ts'
import { withFileUrls } from '../../core/files.ts'
import type { Entry } from '../../core/conversation/message.ts'
import type { Message } from '../../core/schema/message.ts'

/** A message as a caller sees it: files by their URLs here, without where a provider or the object store has them. */
export const presentMessage = ({ publicUrl }: Pick<Context, 'publicUrl'>, message: Message): Message =>
  withFileUrls(publicUrl, message)

export const presentEntry = (ctx: Pick<Context, 'publicUrl'>, entry: Entry): Entry =>
  entry.type === 'message' ? presentMessage(ctx, entry) : entry
