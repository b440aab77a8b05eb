import { getContact } from '../contact/merge.ts'
import { capabilitiesOf, type Context } from '../context.ts'
import { currentPeers, EMPTY_HEAD } from '../conversation/head.ts'
import { findRoot } from '../conversation/versioned.ts'
import type { Head } from '../conversation/view.ts'
import { refuseOthers } from '../control.ts'
import { Problem } from '../problem.ts'
import { heads, resolve } from '../project/people.ts'
import { projectFact } from '../project/project.ts'
import { reaches, type Principal } from '../reach.ts'
import { getConversation, getMessage } from '../read.ts'
import type { Conversation } from '../schema/conversation.ts'
import type { Account } from '../schema/directory.ts'
import { isThread, type Alias } from '../schema/identity.ts'
import type { Message } from '../schema/message.ts'
import { factOfMessage, outboundFact } from '../store/keys.ts'
import { acceptOnce, prepareFor, type SendRequest } from './accept.ts'

/** To whom: by an alias, or a contact by those they have on the channel. */
export type Recipient = { readonly alias: Alias } | { readonly contact: string }

export interface StartRequest extends Omit<SendRequest, 'conversation' | 'ifVersion'> {
  readonly channel: string
  readonly account: string
  readonly to: Recipient
}

const invalid = (path: string, detail: string, message: string): Problem =>
  new Problem('invalid_request', detail, [{ path, message }])

const accountOf = (ctx: Context, principal: Principal, { channel, account }: StartRequest): Account => {
  const found = ctx.directory
    .accounts()
    .find((one) => one.channel === channel && one.id === account && reaches(principal, { ...one, account: one.id }))
  if (found === undefined)
    throw invalid('/account', 'The shop has no such account on this channel.', 'give one of GET /v1/accounts')
  return found
}

/** Of several numbers or ids the latest of each: which is written to is the channel's choice. */
const latestOfEach = (aliases: readonly (Alias & { readonly seenAt: number })[]): readonly Alias[] => {
  const sorted = aliases.toSorted((a, b) => b.seenAt - a.seenAt)
  const phone = sorted.find(({ type }) => type === 'phone')
  const user = sorted.find(({ type }) => type !== 'phone' && type !== 'wa_parent_bsuid')
  return [phone, user].flatMap((alias) => (alias ? [{ type: alias.type, value: alias.value }] : []))
}

const peersOf = async (
  ctx: Context,
  principal: Principal,
  { channel, to }: StartRequest,
): Promise<readonly Alias[]> => {
  if ('alias' in to) {
    if (isThread(to.alias)) throw invalid('/to/alias', 'A thread is nobody who could be written to.', 'name a person')
    const { type, value } = to.alias
    return [{ type, value: type === 'email' ? value.toLowerCase() : value }]
  }
  const { aliases } = await getContact(ctx, principal, to.contact)
  const own = latestOfEach(aliases.filter((alias) => alias.channel === channel && !isThread(alias)))
  if (own.length === 0)
    throw invalid('/to/contact', 'This contact was never in touch on the channel.', 'give an alias to write to')
  return own
}

/** A mail begins a thread of its own; everywhere else there is one conversation with a person, begun or not. */
const conversationOf = async (ctx: Context, account: Account, peers: readonly Alias[], key: string) => {
  if (capabilitiesOf(ctx, { channel: account.channel, account: account.id }, undefined)?.mail)
    return { id: `cnv_${ctx.hash('start', key)}`, value: undefined }
  const bound = await resolve(ctx, account, 'conversation', peers, ctx.now())
  if (bound === undefined)
    throw invalid('/to', 'Nobody can be written to under this.', 'give a number, address or user id')
  return findRoot(ctx.table, heads(ctx), bound.id)
}

/** The conversation as far as it is known: with whom it is to be, where nothing was said in it yet. */
const headOf = async (ctx: Context, account: Account, peers: readonly Alias[], key: string): Promise<Head> => {
  const { id, value } = await conversationOf(ctx, account, peers, key)
  if (value && currentPeers(value.state).length > 0) return value
  const { shop, channel, connection } = account
  const known = value ?? { id, shop, channel, connection, account: account.id, version: 0, state: EMPTY_HEAD }
  return { ...known, state: { ...known.state, peers: peers.map((peer) => ({ ...peer, seen: ctx.now() })) } }
}

export interface Started {
  readonly conversation: Conversation
  readonly message: Message
}

/**
 * Writes to somebody first: the message is accepted as in a conversation, which begins with it, or goes on where there is one.
 * The address is bound to it before, so that what the customer answers comes to the same conversation. The same key and
 * request give the stored message.
 */
export const startConversation = async (
  ctx: Context,
  principal: Principal,
  idempotencyKey: string,
  request: StartRequest,
): Promise<Started> => {
  const key = outboundFact(ctx.hash, principal.name, principal.shop, idempotencyKey)
  const { id } = await acceptOnce(ctx, key, request, async () => {
    const account = accountOf(ctx, principal, request)
    const peers = await peersOf(ctx, principal, request)
    const head = await headOf(ctx, account, peers, key)
    const { mail } = capabilitiesOf(ctx, head, head.state.thread) ?? {}
    if (mail && request.message.subject === undefined)
      throw invalid('/message/subject', 'A mail that begins a conversation needs a subject.', 'give a line')
    if (head.state.last !== null) refuseOthers(head, request.author, request.override)
    const fact = await prepareFor(ctx, head, request)
    const contact = await resolve(ctx, account, 'contact', peers, ctx.now())
    return { ...fact, contact: fact.contact ?? contact?.id ?? null, starts: true }
  })
  await projectFact(ctx, factOfMessage(id))
  const message = await getMessage(ctx, principal, id)
  return { conversation: await getConversation(ctx, principal, message.conversation), message }
}
