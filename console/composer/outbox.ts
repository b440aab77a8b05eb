import { computed, effect, signal } from '@preact/signals'
import { ParleyProblem, dataOf, type Entry, type ListedConversation, type SentMessage } from '../../client/index.ts'
import { owner, type Draft } from '../state/drafts.ts'
import { keptOn } from '../state/kept.ts'
import { api, online } from '../state/session.ts'
import { keepEntries } from '../state/timelines.ts'
import { aged, due, settled, waitAfter, type Intent, type Outcome } from './intent.ts'

/** An intent, with what was written, should it have to be written otherwise. */
export type Sent = Intent & { readonly draft?: Draft }

const kept = keptOn<Sent>(localStorage, 'parley.outbox.', 500)
const agedAll = (): ReadonlyMap<string, Sent> =>
  new Map([...kept.all()].map(([key, intent]) => [key, aged(intent, Date.now())]))

/** What was sent from this browser and is not known to have arrived, by key. */
const intents = signal<ReadonlyMap<string, Sent>>(agedAll())
addEventListener('storage', ({ key }) => {
  if (key === null || kept.idOf(key) !== undefined) intents.value = agedAll()
})

/** The keys that are being tried this moment. */
const trying = signal<ReadonlySet<string>>(new Set())
/** How many arrived since the page was opened: a reason to say so. */
export const arrived = signal<{ readonly count: number; readonly kind: Intent['kind'] }>({ count: 0, kind: 'message' })

const mine = computed(() =>
  [...intents.value.values()].filter((one) => one.owner === owner.value).toSorted((a, b) => a.at - b.at),
)
export const intentsOf = (conversation: string): readonly Sent[] =>
  mine.value.filter((one) => one.conversation === conversation)

/** Those that take longer than a moment, by key: what arrives at once is seen where it arrives. */
const slow = signal<ReadonlySet<string>>(new Set(intents.peek().keys()))
const MOMENT_MS = 700
export const slowIntentsOf = (conversation: string): readonly Sent[] =>
  intentsOf(conversation).filter(({ key, tries, state }) => tries > 0 || state !== 'waiting' || slow.value.has(key))
/** Something was tried in vain, and is tried again. */
export const isStuck = computed(() => mine.value.some(({ tries, state }) => tries > 0 && state === 'waiting'))

const put = (intent: Sent): void => {
  kept.set(intent.key, intent)
  intents.value = new Map([...intents.peek(), [intent.key, intent]])
}

export const forget = (key: string): void => {
  const rest = new Map(intents.peek())
  rest.delete(key)
  kept.delete(key)
  intents.value = rest
}

const tryOnce = async ({ key, conversation, kind, body }: Sent): Promise<{ outcome: Outcome; entry?: Entry }> => {
  const params = { path: { conversation }, header: { 'Idempotency-Key': key } }
  try {
    const entry: Entry =
      kind === 'note'
        ? dataOf(
            await api().POST('/v1/conversations/{conversation}/notes', { params, body: { text: body.text ?? '' } }),
          )
        : dataOf(await api().POST('/v1/conversations/{conversation}/messages', { params, body }))
    return { outcome: { type: 'done' }, entry }
  } catch (error) {
    if (!(error instanceof ParleyProblem)) return { outcome: { type: 'unknown' } }
    const { status, type, message } = error
    return { outcome: { type: 'problem', status, refusal: { type, detail: message } } }
  }
}

/** Not to be tried before, by key. */
const notBefore = new Map<string, number>()

const work = async (intent: Sent): Promise<void> => {
  trying.value = new Set([...trying.peek(), intent.key])
  const { outcome, entry } = await tryOnce(intent)
  const now = intents.peek().get(intent.key)
  // Discarded meanwhile: what it came to is in the timeline, or nowhere.
  const next = now === undefined ? null : settled(now, outcome)
  if (entry) {
    keepEntries(intent.conversation, [entry])
    arrived.value = { count: arrived.peek().count + 1, kind: intent.kind }
  }
  if (next === null) forget(intent.key)
  else {
    const wait = waitAfter(next.tries)
    notBefore.set(next.key, Date.now() + wait)
    setTimeout(pump, wait)
    put(next)
  }
  const rest = new Set(trying.peek())
  rest.delete(intent.key)
  trying.value = rest
  pump()
}

function pump(): void {
  for (const intent of due(mine.peek(), owner.peek()))
    if (!trying.peek().has(intent.key) && (notBefore.get(intent.key) ?? 0) <= Date.now()) void work(intent)
}

const atOnce = (): void => {
  notBefore.clear()
  pump()
}
addEventListener('online', atOnce)
// Whoever signs in again, or is answered again, has what they sent before go on.
effect(() => {
  if (online.value && owner.value !== '') atOnce()
})

/** Sends, once: kept with its key before the first try, and tried until there is an answer. */
export const post = (
  { id }: Pick<ListedConversation, 'id'>,
  kind: Intent['kind'],
  body: SentMessage,
  draft?: Draft,
): void => {
  const key = crypto.randomUUID()
  put({
    key,
    conversation: id,
    kind,
    body,
    owner: owner.peek(),
    at: Date.now(),
    tries: 0,
    state: 'waiting',
    ...(draft === undefined ? {} : { draft }),
  })
  setTimeout(() => {
    slow.value = new Set([...slow.peek(), key])
  }, MOMENT_MS)
  pump()
}

/** Somebody looked at what had waited too long, and says that it is still right. */
export const sendNow = (key: string): void => {
  const intent = intents.peek().get(key)
  if (intent) put({ ...intent, state: 'waiting', at: Date.now() })
  atOnce()
}
