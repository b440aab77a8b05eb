import { compact } from './compact.ts'
import type { Context } from './context.ts'
import { InvalidWrite } from './ports.ts'
import { claimMessageIds } from './messages/claim.ts'
import { Problem, repoint } from './problem.ts'
import type { Principal } from './reach.ts'
import type { Author, MediaKind } from './schema/content.ts'
import type { MessageFact } from './schema/fact.ts'
import { isGroup } from './schema/identity.ts'
import { addressOf, findConversation } from './send/accept.ts'
import { factItem } from './store/facts.ts'
import { messageId } from './store/keys.ts'

/** Something that was said before, elsewhere. */
export interface PastMessage {
  /** What it is called there. The first word on it counts: once imported, it is not imported again. */
  readonly externalId: string
  readonly direction: 'in' | 'out'
  readonly author?: Author | undefined
  readonly text: string
  readonly attachments: readonly {
    readonly kind: MediaKind
    readonly url: string
    readonly filename?: string | undefined
    readonly contentType?: string | undefined
  }[]
  /** ms since epoch. */
  readonly at: number
  /** What it is called in other systems. */
  readonly externalIds?: Readonly<Record<string, string>> | undefined
}

export interface Imported {
  readonly imported: number
  readonly duplicates: number
  /** Ids in the order of the request, of duplicates too. */
  readonly messages: readonly string[]
}

type Where = Pick<MessageFact, 'scope' | 'account' | 'peers' | 'thread'>

const factOf = (where: Where, past: PastMessage): MessageFact => ({
  ...where,
  kind: 'message',
  id: past.externalId,
  at: past.at,
  direction: past.direction,
  author: past.author ?? { kind: past.direction === 'in' ? 'customer' : 'agent' },
  ...compact({ externalIds: past.externalIds }),
  body: {
    text: past.text,
    attachments: past.attachments.map(({ kind, url, filename, contentType }, index) => ({
      id: String(index),
      kind,
      state: 'ready',
      url,
      ...compact({ filename, contentType }),
    })),
    extra: { history: true },
  },
})

/**
 * Takes what was said before into a conversation: shown by its time, but nobody waits for an answer to it, and nothing is
 * sent. Each is kept by itself under the shop's id for it, so that repeating the call, in whole or in part, changes nothing.
 */
export const importMessages = async (
  ctx: Context,
  principal: Principal,
  conversation: string,
  past: readonly PastMessage[],
): Promise<Imported> => {
  const head = await findConversation(ctx, principal, conversation)
  const future = past.findIndex(({ at }) => at > ctx.now())
  if (future >= 0)
    throw new Problem('invalid_request', 'What has not been said yet is not imported.', [
      { path: `/messages/${future}/at`, message: 'give a time in the past' },
    ])
  const { peers, thread } = addressOf(head)
  const where = {
    scope: head.account,
    account: head.account,
    peers: isGroup(thread) ? [] : peers,
    ...(thread ? { thread } : {}),
  }
  const seenAt = ctx.now()
  const { channel, connection } = head
  const keys = past.map(({ externalId }) => ctx.hash('import', head.shop, channel, head.account, externalId))
  // All before the first is kept: of a call that is refused nothing is imported.
  for (const [index, { externalIds }] of past.entries())
    if (externalIds)
      await claimMessageIds(ctx, head.shop, messageId(keys[index] ?? ''), externalIds).catch((error: unknown) => {
        throw error instanceof Problem ? repoint(error, (path) => `/messages/${index}${path}`) : error
      })
  const put = async (message: PastMessage, index: number): Promise<boolean> => {
    const stored = { source: 'inbound' as const, fact: factOf(where, message), channel, connection }
    try {
      return await ctx.table.put(factItem(keys[index] ?? '', stored, { seenAt, index }), { absent: 'pk' })
    } catch (error) {
      if (!(error instanceof InvalidWrite)) throw error
      throw new Problem('content_too_large', 'A message is too large to be kept.', [
        { path: `/messages/${index}`, message: 'leave it out, or cut it' },
      ])
    }
  }
  const stored = await Promise.all(past.map(put))
  const imported = stored.filter(Boolean).length
  return { imported, duplicates: past.length - imported, messages: keys.map(messageId) }
}
