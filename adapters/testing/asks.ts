import assert from 'node:assert/strict'
import { Failure } from '../../core/schema/failure.ts'
import { Profile } from '../../core/schema/identity.ts'
import type {
  ActionOutcome,
  ChannelAction,
  ChannelAdapter,
  MediaSource,
  ProfileOutcome,
  TemplatesOutcome,
} from '../adapter.ts'
import { adapterOf, networkError, provider, responseOf, type Check } from './harness.ts'
import { ChannelTemplate } from '../../core/schema/template.ts'
import { variablesOf } from '../../core/templates/variables.ts'
import type { ContractSubject, FileExample, ProviderResponse, SentRequest, TemplatesExample } from './subject.ts'

export type AskOutcome = ActionOutcome | ProfileOutcome | MediaSource | TemplatesOutcome

/** Something the adapter asks of the provider beside sending, with the answer of a good day. */
export interface Ask {
  readonly name: string
  readonly answer: ProviderResponse
  run(adapter: ChannelAdapter, signal: AbortSignal): Promise<AskOutcome>
}

const has = <T>(verb: T | undefined, name: string): T => {
  assert.ok(verb !== undefined, `the subject describes ${name}, which the adapter has not`)
  return verb
}

const actionAsk = (subject: ContractSubject, action: Pick<ChannelAction, 'type' | 'message'>): Ask => ({
  name: action.type,
  answer: subject.acts?.done ?? { status: 200, body: {} },
  run: (adapter, signal) => {
    const { account, peer } = subject.sends
    const address = { channel: subject.factory.channel, account, peers: [peer] }
    return has(adapter.act, 'act')({ ...action, address }, signal)
  },
})

const profileAsk = ({ sends }: ContractSubject, answer: ProviderResponse): Ask => ({
  name: 'profile',
  answer,
  run: (adapter, signal) => has(adapter.profile, 'profile')(sends.peer, sends.account, signal),
})

const fileAsk = ({ sends }: ContractSubject, { file, response }: FileExample): Ask => ({
  name: 'media',
  answer: response ?? { status: 404, body: '' },
  run: (adapter, signal) => has(adapter.media, 'media')(file, sends.account, signal),
})

const templatesAsk = ({ sends }: ContractSubject, { cursor, response }: TemplatesExample): Ask => ({
  name: 'templates',
  answer: response,
  run: (adapter, signal) => has(adapter.templates, 'templates')(sends.account, cursor, signal),
})

/** All that the subject describes. */
export const asksOf = (subject: ContractSubject): readonly Ask[] => [
  ...(subject.acts?.shown ?? []).map((action) => actionAsk(subject, action)),
  ...(subject.profiles ? [profileAsk(subject, subject.profiles.response)] : []),
  ...(subject.files ? [fileAsk(subject, subject.files.present)] : []),
  ...(subject.templates ?? []).map((example) => templatesAsk(subject, example)),
]

interface Exchange {
  readonly outcome: AskOutcome
  readonly sent: readonly SentRequest[]
}

const exchange = async (
  subject: ContractSubject,
  ask: Ask,
  answer: () => Response | Promise<Response> = () => responseOf(ask.answer),
  signal: AbortSignal = new AbortController().signal,
): Promise<Exchange> => {
  const { fetch, sent } = provider(answer)
  return { outcome: await ask.run(adapterOf(subject, { fetch }), signal), sent }
}

/** The asks that the provider hears of; the link of a file may be all there is to it. */
const heard = async (subject: ContractSubject): Promise<readonly Ask[]> => {
  const asked: Ask[] = []
  for (const ask of asksOf(subject)) if ((await exchange(subject, ask)).sent.length > 0) asked.push(ask)
  return asked
}

const GOOD: readonly AskOutcome['kind'][] = ['done', 'found', 'fetch', 'page']

const assertOutcome = (outcome: AskOutcome): void => {
  if (outcome.kind === 'refused') Failure.parse(outcome.failure)
  else if (outcome.kind === 'found') assert.deepStrictEqual(Profile.parse(outcome.profile), outcome.profile)
  else if (outcome.kind === 'page')
    for (const one of outcome.templates) assert.deepStrictEqual(ChannelTemplate.parse(one), one)
  else if (outcome.kind === 'fetch') assert.match(outcome.url, /^https?:\/\//)
  else assert.ok(['done', 'unsupported', 'none', 'gone'].includes(outcome.kind), `no outcome: ${outcome.kind}`)
}

const failureOf = ({ outcome }: Exchange, name: string): Failure => {
  assert.equal(outcome.kind, 'refused', name)
  return outcome.failure
}

const UNREADABLE: readonly (string | object)[] = ['', '<html>', 'null', '[]', '"ok"', '{', { error: null }, [[]]]
const TYPES: readonly ChannelAction['type'][] = ['typing', 'read']

const DESCRIBED = [
  ['act', 'acts'],
  ['profile', 'profiles'],
  ['media', 'files'],
  ['templates', 'templates'],
] as const

export const describedCheck: Check = {
  name: 'has an example of every verb it has, and no other',
  run: async (subject) => {
    const adapter = adapterOf(subject)
    for (const [verb, examples] of DESCRIBED)
      assert.equal(adapter[verb] !== undefined, subject[examples] !== undefined, `${verb}: see ${examples}`)
  },
}

/** What holds of everything that is asked beside sends. */
export const askChecks: readonly Check[] = [
  {
    name: 'asks once, follows no redirect and stops when it is told to, also where nothing is sent',
    run: async (subject) => {
      for (const ask of await heard(subject)) {
        const controller = new AbortController()
        const { sent } = await exchange(subject, ask, undefined, controller.signal)
        assert.equal(sent.length, 1, `${ask.name}: ${sent.length} requests`)
        assert.notEqual(sent[0]?.redirect, 'follow', `${ask.name}: credentials would follow a redirect`)
        controller.abort()
        assert.equal(sent[0]?.signal.aborted, true, `${ask.name}: the signal was not passed on`)
      }
    },
  },
  {
    name: 'takes refused credentials as a failure of the account, also where nothing is sent',
    run: async (subject) => {
      for (const ask of await heard(subject)) {
        const { code, scope } = failureOf(
          await exchange(subject, ask, () => responseOf({ status: 401, body: '' })),
          ask.name,
        )
        assert.deepStrictEqual([code, scope], ['credentials_invalid', 'account'], ask.name)
      }
    },
  },
  {
    name: 'may ask again what the provider did not answer',
    run: async (subject) => {
      for (const ask of await heard(subject))
        for (const code of ['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_HEADERS_TIMEOUT']) {
          const broken = () => Promise.reject(networkError(code))
          const { retry } = failureOf(await exchange(subject, ask, broken), ask.name)
          assert.equal(retry, 'backoff', `${ask.name}: ${code}`)
        }
    },
  },
  {
    name: 'never throws, whatever the provider answers to what is no send',
    run: async (subject) => {
      for (const ask of await heard(subject))
        for (const status of [200, 204, 302, 400, 401, 404, 429, 500, 503])
          for (const body of UNREADABLE) {
            const { outcome } = await exchange(subject, ask, () => responseOf({ status, body }))
            assertOutcome(outcome)
            if (status >= 300) assert.ok(!GOOD.includes(outcome.kind), `${ask.name}: ${outcome.kind} after ${status}`)
          }
    },
  },
]

export const actChecks: readonly Check[] = [
  {
    name: 'shows the actions the channel has, and asks nothing for those it has not',
    run: async (subject) => {
      const shown = subject.acts?.shown ?? []
      assert.ok(shown.length > 0, 'no example: acts.shown')
      for (const action of shown)
        assert.equal((await exchange(subject, actionAsk(subject, action))).outcome.kind, 'done', action.type)
      const missing: readonly string[] = [
        ...TYPES.filter((type) => !shown.some((action) => action.type === type)),
        'wave',
      ]
      for (const type of missing) {
        const { outcome, sent } = await exchange(subject, actionAsk(subject, { type: type as ChannelAction['type'] }))
        assert.deepStrictEqual([outcome.kind, sent.length], ['unsupported', 0], type)
      }
    },
  },
]

export const profileChecks: readonly Check[] = [
  {
    name: 'reads what the channel tells of a person, and that it tells nothing',
    run: async (subject) => {
      assert.ok(subject.profiles, 'no example: profiles')
      const { response, profile, none } = subject.profiles
      const { outcome } = await exchange(subject, profileAsk(subject, response))
      assert.deepStrictEqual(outcome, { kind: 'found', profile })
      assert.ok(Object.keys(none).length > 0, 'no example: profiles.none')
      for (const [name, answer] of Object.entries(none))
        assert.equal((await exchange(subject, profileAsk(subject, answer))).outcome.kind, 'none', name)
    },
  },
]

export const fileChecks: readonly Check[] = [
  {
    name: 'finds a file that is there, and knows one that is gone',
    run: async (subject) => {
      assert.ok(subject.files, 'no example: files')
      const { present, gone } = subject.files
      assert.deepStrictEqual((await exchange(subject, fileAsk(subject, present))).outcome, present.source)
      assert.ok(Object.keys(gone).length > 0, 'no example: files.gone')
      for (const [name, file] of Object.entries(gone))
        assert.equal((await exchange(subject, fileAsk(subject, file))).outcome.kind, 'gone', name)
    },
  },
  {
    name: 'gives credentials to fetch a file with to the hosts it trusts, and to no other',
    run: async (subject) => {
      assert.ok(subject.files, 'no example: files')
      const { outcome } = await exchange(subject, fileAsk(subject, subject.files.present))
      assert.equal(outcome.kind, 'fetch')
      const secret = Object.entries(subject.secrets).filter(([name]) => subject.identifiers?.[name] === undefined)
      const told = JSON.stringify([outcome.url, outcome.trusted])
      for (const [name, value] of secret) assert.ok(!told.includes(value), `${name} is in the URL`)
      for (const host of outcome.trusted) assert.match(host, /^[a-z0-9.:[\]-]+$/, 'a trusted host is an exact name')
      if (Object.keys(outcome.headers).length > 0) assert.ok(outcome.trusted.length > 0, 'headers that nobody may see')
    },
  },
]

export const templateChecks: readonly Check[] = [
  {
    name: 'reads the templates of an account page by page, each page for one cursor',
    run: async (subject) => {
      const examples = subject.templates ?? []
      for (const example of examples) {
        const { outcome } = await exchange(subject, templatesAsk(subject, example))
        assert.deepStrictEqual(outcome, { kind: 'page', ...example.page })
      }
      const cursors = examples.map(({ cursor }) => cursor)
      const followed = examples.slice(0, -1).map(({ page }) => page.next)
      assert.deepStrictEqual(cursors, [undefined, ...followed], 'pages follow one another')
      assert.equal(examples.at(-1)?.page.next, undefined, 'the last page says that there is more')
    },
  },
  {
    name: 'names the examples of a template by its variables',
    run: async (subject) => {
      const templates = (subject.templates ?? []).flatMap(({ page }) => page.templates)
      assert.ok(templates.length > 0, 'no example: templates')
      assert.ok(subject.factory.capabilities.templates, 'the capabilities have no templates')
      for (const template of templates) {
        const names = variablesOf(template).map(({ name }) => name)
        for (const name of Object.keys(template.examples)) assert.ok(names.includes(name), `no variable: ${name}`)
      }
    },
  },
]
