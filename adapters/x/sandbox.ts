import { inTurn, sandboxState } from '../sandbox-state.ts'
import {
  ImpossibleAction,
  type Sandbox,
  type SandboxAccount,
  type SandboxDeps,
  type SandboxFactory,
} from '../sandbox.ts'
import { xApi, type KeptFile } from './sandbox/api.ts'
import {
  Action,
  eventFor,
  FILES,
  isFile,
  mediaOf,
  messageEvent,
  readEvent,
  userOf,
  type Message,
  type Who,
} from './sandbox/customer.ts'
import { sandboxTokens } from './sandbox/tokens.ts'
import { uploads } from './sandbox/uploads.ts'
import { challenge, poster, type Told } from './sandbox/wire.ts'

const channel = 'x'

/** Kept for the list of direct messages. */
const MOST_MESSAGES = 1000
const EPOCH_MS = 1_288_834_974_657

/** Ids as X makes them: the ms since its beginning, above 22 bits that tell those of one millisecond apart. */
const ids = (now: () => number): (() => string) => {
  let made = 0n
  return () => {
    const next = BigInt(now() - EPOCH_MS) << 22n
    made = next > made ? next : made + 1n
    return String(made)
  }
}

const create = (deps: SandboxDeps): Sandbox => {
  const state = sandboxState()
  const nextId = ids(deps.now)
  const files = new Map<string, KeptFile>()
  const authors = new Map<string, string>()
  const names = new Map<string, string>()
  const broken = new Set<string>()
  let messages: readonly Message[] = []
  const post = poster(deps, state.faults, nextId)

  const who: Who = (id) => userOf(id, names.get(id))
  const accountOf = (id: string | undefined): SandboxAccount => {
    const found = deps.accounts.find(({ account }) => id === undefined || account === id)
    if (found === undefined) throw new ImpossibleAction('the sandbox has no such account')
    return found
  }
  const keep = (message: Message): Message => {
    messages = [message, ...messages].slice(0, MOST_MESSAGES)
    return message
  }
  /** To a webhook that failed its check X says nothing. */
  const tell = async (account: SandboxAccount, told: (at: number) => Told): Promise<number> =>
    broken.has(account.connection) ? 0 : post(account, told)

  /** What follows a message of ours: its echo, and that it was read. X tells of no delivery and no failure. */
  const follow = async (account: SandboxAccount, message: Message): Promise<void> => {
    const {
      receipts = ['sent', 'read'],
      reverseReceipts = false,
      earlyReceipts = false,
      receiptDelayMs = 0,
    } = state.faults()
    const told = {
      sent: () => tell(account, (at) => messageEvent(message, account.account, who, at)),
      read: () => tell(account, (at) => readEvent(message.recipient, account.account, message.id, who, at)),
    }
    const words = (['sent', 'read'] as const).filter((word) => receipts.includes(word))
    const jobs = (reverseReceipts ? words.reverse() : words).map((word) => told[word])
    if (earlyReceipts) for (const job of jobs) await job()
    else inTurn(deps.later, receiptDelayMs, jobs)
  }

  const webhookId = ({ connection }: SandboxAccount): string =>
    String(1_600_000_000_000_000_000n + BigInt(deps.accounts.findIndex((other) => other.connection === connection)))

  const ownPost = (account: SandboxAccount, id: string, text: string, answers: string, at: number): Told => {
    const to = authors.get(answers) ?? account.account
    const payload = {
      id,
      author_id: account.account,
      conversation_id: answers,
      created_at: new Date(at).toISOString(),
      text,
      in_reply_to_user_id: to,
      referenced_tweets: [{ type: 'replied_to', id: answers }],
    }
    return { type: 'post.create', payload, includes: { users: [who(to), who(account.account)] } }
  }

  const api = xApi({
    deps,
    tokens: sandboxTokens(deps),
    uploads: uploads(nextId),
    nextId,
    who,
    takeFault: state.nextSendFault,
    log: state.record,
    message: (account, id, recipient, text) =>
      follow(account, keep({ id, sender: account.account, recipient, text, at: deps.now() })),
    post: async (account, id, said, answers) => {
      inTurn(deps.later, 0, [() => tell(account, (at) => ownPost(account, id, said, answers, at))])
    },
    messages: (account) => messages.filter(({ sender, recipient }) => sender === account || recipient === account),
    file: (name) => files.get(name),
    webhooks: (own) =>
      own.map((account) => ({
        id: webhookId(account),
        url: account.webhookUrl,
        valid: !broken.has(account.connection),
      })),
    revalidate: async (own, id) => {
      const account = own.find((one) => webhookId(one) === id)
      if (account === undefined || (await challenge(deps, account)) !== 200) return false
      return broken.delete(account.connection) || true
    },
  })

  /** A message of a customer, or of the shop from X's own app. */
  const said = (action: Action, account: string, id: string): Message | undefined => {
    const between = { id, sender: action.from, recipient: account, at: deps.now() }
    if (isFile(action)) {
      const file = nextId()
      const { contentType, extension } = FILES[action.type]
      const bytes = action.data === undefined ? Buffer.from(`a ${action.type}`) : Buffer.from(action.data, 'base64')
      files.set(`${file}.${extension}`, {
        contentType: action.contentType ?? contentType,
        bytes: Uint8Array.from(bytes),
      })
      return { ...between, text: action.text, media: mediaOf(action, id, file) }
    }
    if (action.type === 'quick_reply') return { ...between, text: action.title, picked: action.payload }
    if (action.type === 'echo') return { ...between, sender: account, recipient: action.from, text: action.text }
    return action.type === 'text' || action.type === 'unheard' ? { ...between, text: action.text } : undefined
  }

  const happen = async (action: Action, account: SandboxAccount, id: string): Promise<number> => {
    const message = said(action, account.account, id)
    if (message !== undefined) {
      keep(message)
      return action.type === 'unheard' ? 200 : tell(account, (at) => messageEvent(message, account.account, who, at))
    }
    if (action.type === 'invalidate') {
      broken.add(account.connection)
      return 200
    }
    if (action.type === 'read') {
      const target = action.target ?? messages.find(({ recipient }) => recipient === action.from)?.id ?? id
      return tell(account, (at) => readEvent(action.from, account.account, target, who, at))
    }
    if (action.type === 'mention') authors.set(id, action.from)
    return tell(account, (at) => eventFor(action as Parameters<typeof eventFor>[0], account.account, id, who, at))
  }

  return {
    channel,
    api,
    customer: async (input) => {
      const action = Action.parse(input)
      if (action.name !== undefined) names.set(action.from, action.name)
      const id = nextId()
      return { providerId: id, status: await happen(action, accountOf(action.account), id) }
    },
    requests: state.requests,
    faults: state.setFaults,
  }
}

/**
 * X on one machine: its API, and the webhooks of the X Activity API. Webhooks are signed with `consumerSecret`; requests are
 * taken with tokens of the token endpoint (`clientId`, `clientSecret`, `refreshToken`) or by signature (`consumerKey`,
 * `accessToken`, `accessTokenSecret`), and of the app with `bearerToken`. Any values will do.
 */
export const sandbox: SandboxFactory = { channel, input: Action, create }
