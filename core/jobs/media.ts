import type { Context } from '../context.ts'
import { currentBody } from '../conversation/message.ts'
import { failure } from '../failures.ts'
import { fileId } from '../files.ts'
import type { Attachment, MediaKind, RemoteFile } from '../schema/content.ts'
import type { Failure } from '../schema/failure.ts'
import { jobRetryDelay } from '../send/backoff.ts'
import { fileAttribute, loadPartition, type FileState } from '../store/facts.ts'
import { messageId, stateKey } from '../store/keys.ts'
import type { InboundRecord } from '../project/inbound.ts'
import type { Job, JobWork } from './job.ts'
import type { FetchOrder, FetchOutcome, Worker } from './worker.ts'

export type MediaWork = JobWork & { readonly kind: 'media' }

/** Kept of a kind of file that the channel says nothing of. */
const DEFAULT_MAX_BYTES = 100 * 1_048_576

/** Providers keep files for 30 days at most (WhatsApp); what could not be fetched by then will never be. */
const FETCH_FOR_MS = 30 * 24 * 3_600_000
/** Some webhooks come before their files do (Twilio): so long a file that is not found may still come. */
const MAY_STILL_COME_MS = 15 * 60_000

interface Found {
  readonly record: InboundRecord
  readonly account: string
  readonly attachment: Attachment
  readonly remote: RemoteFile
}

/** The file of a message that a job is about; undefined when nobody waits for it any more. */
const findFile = async (ctx: Context, { fact: key, file }: MediaWork): Promise<Found | undefined> => {
  const { fact: record, state } = await loadPartition(ctx.table, key)
  if (record?.source !== 'inbound' || record.fact.kind !== 'message' || state.file(file)) return undefined
  for (const attachment of currentBody(record.fact.body, state).attachments) {
    const { remote } = attachment
    if (remote && fileId(ctx.hash, remote) === file) return { record, account: record.fact.account, attachment, remote }
  }
  return undefined
}

const objectOf = ({ fact, file }: MediaWork): string => `media/${messageId(fact)}/${file}`

/** The message was erased while its file was fetched: then the file goes as well. */
const dropErased = async (ctx: Context, work: MediaWork): Promise<void> => {
  const { erased } = await loadPartition(ctx.table, work.fact)
  if (erased !== undefined) await ctx.objects.delete(objectOf(work))
}

const maxBytes = (ctx: Context, channel: string, account: string, kind: MediaKind): number =>
  ctx.capabilities(channel, account)?.media[kind]?.maxBytes ?? DEFAULT_MAX_BYTES

const reasonOf = ({ code, provider }: Failure): string =>
  provider?.detail === undefined ? code : `${code}: ${provider.detail}`

/** The account may be mended while the provider still has the file. */
const mayBeMended = ({ code }: Failure): boolean => code === 'credentials_invalid' || code === 'billing_required'

type Verdict = { readonly state: FileState } | { readonly until: number }

const judge = (ctx: Context, job: Job, order: FetchOrder, outcome: FetchOutcome): Verdict => {
  const now = ctx.now()
  const again = (why: Failure): Verdict => {
    const delay = jobRetryDelay(mayBeMended(why) ? 'backoff' : why.retry, job.attempt, ctx.random)
    const until = delay === undefined ? Infinity : now + delay
    return until > job.at + FETCH_FOR_MS ? { state: { state: 'failed', reason: reasonOf(why) } } : { until }
  }
  switch (outcome.kind) {
    case 'stored': {
      const { size, contentType, sha256 } = outcome
      return { state: { state: 'ready', object: order.object, size, contentType, sha256 } }
    }
    case 'gone':
      return { state: { state: 'expired', reason: outcome.reason } }
    case 'missing':
      return now < job.at + MAY_STILL_COME_MS
        ? again(failure('provider_unavailable'))
        : { state: { state: 'expired', reason: 'the provider does not have the file any more' } }
    case 'refused':
      return again(outcome.failure)
  }
}

/**
 * Fetches a file into the object store, and writes what became of it into the state of its message, from where `project`
 * shows it. Answers when to try again; undefined: it is done, or there is nothing to do.
 */
export const fetchMedia = async (
  ctx: Context,
  worker: Worker,
  job: Job,
  work: MediaWork,
): Promise<number | undefined> => {
  const found = await findFile(ctx, work)
  if (found === undefined) {
    await dropErased(ctx, work)
    return undefined
  }
  const { record, account, attachment, remote } = found
  const { channel, connection } = record
  const { contentType, filename } = attachment
  const order: FetchOrder = {
    channel,
    connection,
    account,
    remote,
    object: objectOf(work),
    maxBytes: maxBytes(ctx, channel, account, attachment.kind),
    ...(contentType === undefined ? {} : { contentType }),
    ...(filename === undefined ? {} : { filename }),
    timeoutMs: ctx.settings.fetchTimeoutMs,
  }
  const verdict = judge(ctx, job, order, await worker.fetch(order))
  if ('until' in verdict) return verdict.until
  const attribute = fileAttribute(work.file)
  const change = { set: { [attribute]: JSON.stringify(verdict.state) }, add: { rev: 1 } }
  const all = [{ absent: attribute }, { absent: 'er' }]
  if ((await ctx.table.update(stateKey(record.key), change, { all })) === undefined) await dropErased(ctx, work)
  return undefined
}
