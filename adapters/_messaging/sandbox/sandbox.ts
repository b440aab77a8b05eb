import { compact } from '../../../core/compact.ts'
import type { Json } from '../../json.ts'
import { inTurn, sandboxState } from '../../sandbox-state.ts'
import {
  ImpossibleAction,
  type Sandbox,
  type SandboxAccount,
  type SandboxDeps,
  type SandboxFactory,
} from '../../sandbox.ts'
import type { Platform } from '../platform.ts'
import { Action, contentTypeOf, eventFor, isFile } from './customer.ts'
import { graphApi, type KeptFile } from './graph.ts'
import { receiptFor, receiptsOf, type Taken } from './receipts.ts'
import { poster } from './wire.ts'

/** Files of customers lie at public, short-lived addresses. */
const CDN = 'https://scontent.xx.fbcdn.net/files'

const fileOf = (action: Action): KeptFile | undefined => {
  if (!isFile(action)) return undefined
  const bytes = action.data === undefined ? Buffer.from(`a ${action.type}`) : Buffer.from(action.data, 'base64')
  return { contentType: contentTypeOf(action), bytes: Uint8Array.from(bytes) }
}

const DEFAULT_NAME = 'Nadia Brandt'

/** A picture of one pixel, as good as any. */
const PICTURE: KeptFile = {
  contentType: 'image/png',
  bytes: Uint8Array.from(
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  ),
}
const PICTURE_FILE = 'picture'

/** A person as each platform tells of them. */
const profileOf = ({ channel }: Platform, name: string, picture: string): Json => {
  if (channel === 'instagram')
    return { name, username: name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.'), profile_pic: picture }
  const [first = name, ...rest] = name.split(' ')
  return compact({ first_name: first, last_name: rest.join(' ') || undefined, profile_pic: picture, locale: 'de_DE' })
}

/** What opens the window is the customer's doing; what the shop does in Meta's own apps is not. */
const SILENT = new Set<Action['type']>(['echo', 'read', 'handover', 'raw'])

const create = (platform: Platform, deps: SandboxDeps): Sandbox => {
  const state = sandboxState()
  const files = new Map<string, KeptFile>([[PICTURE_FILE, PICTURE]])
  const written = new Map<string, number>()
  const names = new Map<string, string>()
  const post = poster(platform, deps, state.faults)
  const pair = (account: string, person: string): string => `${account} ${person}`

  const accountOf = (id: string | undefined): SandboxAccount => {
    const found = id === undefined ? deps.accounts[0] : deps.accounts.find(({ account }) => account === id)
    if (found === undefined) throw new ImpossibleAction('the sandbox has no such account')
    return found
  }

  const taken = async (message: Taken): Promise<void> => {
    const account = accountOf(message.account)
    const { earlyReceipts = false, receiptDelayMs = 0 } = state.faults()
    const jobs = receiptsOf(platform, state.faults()).map(
      (receipt) => () => post(account, (timestamp) => receiptFor(platform, message, receipt, timestamp)),
    )
    if (earlyReceipts) for (const job of jobs) await job()
    else inTurn(deps.later, receiptDelayMs, jobs)
  }

  const api = graphApi({
    platform,
    deps,
    files,
    silentFor: (account, person) => {
      const at = written.get(pair(account, person))
      return at === undefined ? undefined : deps.now() - at
    },
    profileOf: (person) => {
      const name = names.get(person)
      return name === undefined ? undefined : profileOf(platform, name, `${CDN}/${PICTURE_FILE}`)
    },
    takeFault: state.nextSendFault,
    log: state.record,
    taken,
  })

  return {
    channel: platform.channel,
    api,
    async customer(input) {
      const action = Action.parse(input)
      const account = accountOf(action.account)
      const mid = `m_${Buffer.from(deps.nonce()).toString('base64url')}`
      const file = fileOf(action)
      if (file !== undefined) files.set(mid, file)
      names.set(action.from, action.name ?? names.get(action.from) ?? DEFAULT_NAME)
      if (!SILENT.has(action.type)) written.set(pair(account.account, action.from), deps.now())
      const wire = { platform, account: account.account, mid, ...(file ? { url: `${CDN}/${mid}` } : {}) }
      const status = await post(
        account,
        (timestamp) => eventFor(action, { ...wire, timestamp }),
        action.standby ? 'standby' : 'messaging',
      )
      return { providerId: mid, status }
    },
    requests: state.requests,
    faults: state.setFaults,
  }
}

/**
 * The Send API and the webhooks of one platform on one machine. Each account needs the secrets `appSecret`, with which
 * webhooks are signed, and `accessToken`, without which sends are refused.
 */
export const messagingSandbox = (platform: Platform): SandboxFactory => ({
  channel: platform.channel,
  input: Action,
  create: (deps) => create(platform, deps),
})
