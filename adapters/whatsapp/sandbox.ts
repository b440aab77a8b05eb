import { createHash } from 'node:crypto'
import {
  ImpossibleAction,
  type Faults,
  type Sandbox,
  type SandboxAccount,
  type SandboxDeps,
  type SandboxFactory,
  type SandboxRequest,
} from '../sandbox.ts'
import { records, text } from '../json.ts'
import { Action, changeFor, contentTypeOf, isFile, type FileAction } from './sandbox/customer.ts'
import { graphApi, type KeptFile } from './sandbox/graph.ts'
import { people } from './sandbox/people.ts'
import { receiptFor, type Receipt, type Taken } from './sandbox/receipts.ts'
import { poster, type Line } from './sandbox/wire.ts'

const KEPT_REQUESTS = 1000
const DEFAULT_CUSTOMER = '+15550142201'
const STATES: readonly Receipt[] = ['sent', 'delivered', 'read']

/** Our numbers, of the range that is nobody's. */
const linesOf = (accounts: readonly SandboxAccount[]): ReadonlyMap<string, Line> =>
  new Map(accounts.map(({ account }, i) => [account, { account, number: `1555019${String(9000 + i)}` }]))

const fileOf = (action: FileAction, id: string): KeptFile => {
  const bytes = Uint8Array.from(
    action.data === undefined ? Buffer.from(`a ${action.type}`) : Buffer.from(action.data, 'base64'),
  )
  const sha256 = createHash('sha256').update(bytes).digest('base64')
  return { id, contentType: contentTypeOf(action), sha256, bytes }
}

/** Whose window an action opens, by number and user id. */
const writersOf = (action: Action): readonly (readonly [from: string | undefined, userId: string | undefined])[] => {
  if (action.type === 'marketing') return []
  if (action.type === 'raw')
    return records(action.value['messages']).map((message) => [text(message['from']), text(message['from_user_id'])])
  return action.type === 'number_change' ? [[action.to, action.newUserId]] : [[action.from, action.userId]]
}

/** The next receipt goes when the one before is through, so that they arrive in the order the faults want. */
const inTurn = (deps: SandboxDeps, delayMs: number, jobs: readonly (() => Promise<unknown>)[]): void => {
  const [job, ...rest] = jobs
  if (job === undefined) return
  deps.later(delayMs, async () => {
    await job()
    inTurn(deps, delayMs, rest)
  })
}

const create = (deps: SandboxDeps): Sandbox => {
  const lines = linesOf(deps.accounts)
  const files = new Map<string, KeptFile>()
  const requests: SandboxRequest[] = []
  const known = people(deps.now)
  let faults: Faults = {}
  let faultySends = 0
  const post = poster(deps, () => faults)

  const accountOf = (id: string | undefined): SandboxAccount => {
    const found = id === undefined ? deps.accounts[0] : deps.accounts.find(({ account }) => account === id)
    if (found === undefined) throw new ImpossibleAction('the sandbox has no such account')
    return found
  }
  const lineOf = ({ account }: SandboxAccount): Line => lines.get(account) ?? { account, number: account }

  const taken = async (message: Taken): Promise<void> => {
    const account = accountOf(message.line.account)
    const states = faults.receipts ?? STATES
    const jobs = (faults.reverseReceipts === true ? [...states].reverse() : states).map(
      (state) => () => post(account, (timestamp) => receiptFor(message, state, timestamp)),
    )
    if (faults.earlyReceipts === true) for (const job of jobs) await job()
    else inTurn(deps, faults.receiptDelayMs ?? 0, jobs)
  }

  const takeFault = (): Faults['send'] => {
    if (faultySends === 0) return undefined
    faultySends -= 1
    return faults.send
  }

  const api = graphApi({
    deps,
    lines,
    files,
    people: known,
    takeFault,
    taken,
    log: (request) => {
      requests.push({ at: deps.now(), ...request })
      if (requests.length > KEPT_REQUESTS) requests.shift()
    },
  })

  return {
    channel: 'whatsapp',
    api,
    async customer(input) {
      const parsed = Action.parse(input)
      const somebody = parsed.from !== undefined || parsed.userId !== undefined
      const action: Action = somebody ? parsed : { ...parsed, from: DEFAULT_CUSTOMER }
      const account = accountOf(action.account)
      const line = lineOf(account)
      const id = `wamid.${Buffer.from(deps.nonce()).toString('base64url')}`
      const file = isFile(action) ? fileOf(action, String(1_000_000_000_000_000 + files.size)) : undefined
      if (file !== undefined) files.set(file.id, file)
      for (const [from, userId] of writersOf(action)) known.wrote(account.account, from, userId)
      const status = await post(account, (timestamp) =>
        changeFor(action, { id, timestamp, line, ...(file === undefined ? {} : { file }) }),
      )
      return { providerId: id, status }
    },
    requests: () => requests,
    faults(next) {
      faults = next
      faultySends = next.send?.times ?? 0
    },
  }
}

/**
 * The Cloud API on one machine. Each account needs the secrets `appSecret`, with which webhooks are signed, and
 * `accessToken`, without which sends are refused.
 */
export const sandbox: SandboxFactory = { channel: 'whatsapp', input: Action, create }
