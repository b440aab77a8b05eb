import { compact } from '../../core/compact.ts'
import type { InboundFact } from '../../core/schema/fact.ts'
import type { Alias } from '../../core/schema/identity.ts'
import type { MessageBody, Referral } from '../../core/schema/message.ts'
import { isRecord, list, record, records, text, type Json } from '../json.ts'
import { base, idTime, news, person, profileOf, quarantine, unwrapped, userId, when, type Context } from './event.ts'
import { filesOf, includedMedia, labels, wordsOf } from './media.ts'

/** A post, whichever version of the API described it. */
interface Post {
  readonly id: string
  readonly author: string
  /** The post the conversation began with; of v1.1, which does not tell, the one that is answered. */
  readonly conversation: string
  readonly at: number | null
  readonly words: string
  readonly media: readonly Json[]
  readonly urls: readonly Json[]
  readonly answers?: string
  readonly answersUser?: string
  readonly quotes?: string
  readonly repeats?: string
  /** Of an edited post, the first of its versions: each has an id of its own. */
  readonly editOf?: string
  readonly extra: NonNullable<MessageBody['extra']>
}

const referenced = (post: Json, type: string): string | undefined =>
  text(records(post['referenced_tweets']).find((other) => other['type'] === type)?.['id'])

/** https://docs.x.com/x-api/fundamentals/data-dictionary: long posts have their whole text in `note_tweet`. */
const readV2 = (post: Json, includes: Json): Post | undefined => {
  const id = text(post['id'])
  const author = userId(post['author_id'])
  if (id === undefined || author === undefined) return undefined
  const note = record(post['note_tweet'])
  const long = text(note['text'])
  const entities = record((long === undefined ? post : note)['entities'])
  const [first] = list(post['edit_history_tweet_ids']).map(text)
  return compact({
    id,
    author,
    conversation: text(post['conversation_id']) ?? id,
    at: when(post['created_at']) ?? idTime(id),
    words: long ?? text(post['text']) ?? '',
    media: includedMedia(record(post['attachments'])['media_keys'], includes),
    urls: records(entities['urls']),
    answers: referenced(post, 'replied_to'),
    answersUser: userId(post['in_reply_to_user_id']),
    quotes: referenced(post, 'quoted'),
    repeats: referenced(post, 'retweeted'),
    editOf: first === id ? undefined : first,
    extra: {},
  })
}

/** Truncated posts have their whole text in `extended_tweet`. https://docs.x.com/x-api/account-activity/introduction */
const readV1 = (post: Json): Post | undefined => {
  const id = text(post['id_str']) ?? text(post['id'])
  const author = userId(record(post['user'])['id_str']) ?? userId(record(post['user'])['id'])
  if (id === undefined || author === undefined) return undefined
  const whole = isRecord(post['extended_tweet']) ? post['extended_tweet'] : post
  const quoted = record(post['quoted_status'])
  const answers = text(post['in_reply_to_status_id_str']) ?? text(post['in_reply_to_status_id'])
  return compact({
    id,
    author,
    conversation: text(post['conversation_id_str']) ?? answers ?? id,
    at: when(post['timestamp_ms'], post['created_at']) ?? idTime(id),
    words: text(whole['full_text']) ?? text(whole['text']) ?? '',
    media: records(record(whole['extended_entities'])['media']),
    urls: [...records(record(whole['entities'])['urls']), ...records(record(whole['extended_entities'])['media'])],
    answers,
    answersUser: userId(post['in_reply_to_user_id_str']) ?? userId(post['in_reply_to_user_id']),
    quotes: text(post['quoted_status_id_str']) ?? text(quoted['id_str']),
    repeats: text(record(post['retweeted_status'])['id_str']),
    extra: {},
  })
}

const link = (id: string): string => `https://x.com/i/status/${id}`

/** One conversation for each person below a post: who answers it to whom stays apart. */
const threadOf = (conversation: string, person_: string): Alias => ({
  type: 'x_post',
  value: `${conversation}/${person_}`,
})

const quoteOf = ({ quotes }: Post): Referral | undefined =>
  quotes === undefined ? undefined : { source: 'quoted_post', sourceId: quotes, url: link(quotes) }

const bodyOf = (post: Post): MessageBody => {
  const attachments = filesOf(post.media)
  const words = wordsOf(post.words, post.urls, attachments.length > 0)
  const extra = { ...post.extra, url: link(post.id), ...compact({ editOf: post.editOf }) }
  return compact({
    text: words || labels(attachments) || '[empty post]',
    attachments,
    replyTo: post.answers === undefined ? undefined : compact({ providerId: post.answers, from: post.answersUser }),
    referral: quoteOf(post),
    public: true,
    extra,
  })
}

/** A post of the shop's own: an echo when it answers somebody, news of the account when it speaks to all. */
const readOwn = (context: Context, post: Post): InboundFact => {
  const to = post.answersUser
  if (to === undefined || to === context.account) {
    const detail = compact({ id: post.id, url: link(post.id), quotes: post.quotes, repeats: post.repeats })
    return news(context, 'post.created', 'The shop posted', detail, { at: post.at })
  }
  return {
    kind: 'message',
    ...base(context, post.at),
    id: post.id,
    direction: 'out',
    author: { kind: 'echo' },
    peers: person(to),
    thread: threadOf(post.conversation, to),
    ...compact({ profile: profileOf(context.users, to) }),
    body: bodyOf(post),
  }
}

const factOf = (context: Context, post: Post): InboundFact => {
  if (post.author === context.account) return readOwn(context, post)
  if (post.repeats !== undefined) {
    const detail = { id: post.id, by: post.author, repeats: post.repeats }
    return news(context, 'post.repeated', 'A post of the shop was repeated', detail, { at: post.at })
  }
  return {
    kind: 'message',
    ...base(context, post.at),
    id: post.id,
    direction: 'in',
    author: { kind: 'customer' },
    peers: person(post.author),
    thread: threadOf(post.conversation, post.author),
    ...compact({ profile: profileOf(context.users, post.author) }),
    body: bodyOf(post),
  }
}

/** A post of the X Activity API: `post.mention.create`, and `post.create` for those of the shop. */
export const readPost = (context: Context, payload: Json, includes: Json): InboundFact[] => {
  const post = readV2(unwrapped(payload), includes)
  return [post === undefined ? quarantine(context, 'a post without its id or author', payload) : factOf(context, post)]
}

/** A post of the Account Activity API. Its author comes within it. */
export const readTweet = (context: Context, tweet: Json, blocked: boolean): InboundFact[] => {
  const post = readV1(tweet)
  if (post === undefined) return [quarantine(context, 'a post without its id or author', tweet)]
  const users = { ...context.users, [post.author]: tweet['user'] }
  return [factOf({ ...context, users }, blocked ? { ...post, extra: { userHasBlocked: true } } : post)]
}

/** A post was deleted: the shop's own, or one that mentioned it. */
export const readDeletion = (context: Context, id: unknown, author: unknown, at: number | null): InboundFact[] => {
  const target = text(id)
  const by = userId(author)
  if (target === undefined) return [quarantine(context, 'a deletion without its post', compact({ id, author }))]
  const own = by === context.account
  const about = { direction: own ? ('out' as const) : ('in' as const), peers: own ? [] : person(by) }
  return [{ kind: 'revoke', ...base(context, at), id: target, target, ...about }]
}
