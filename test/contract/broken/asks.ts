import type { ActionOutcome, ChannelAdapter, MediaSource, ProfileOutcome } from '../../../adapters/adapter.ts'
import { toyAdapter } from '../toy.ts'
import { broken, type Broken } from './kit.ts'

type Verb = 'act' | 'profile' | 'media'
type Verbs = Required<Pick<ChannelAdapter, Verb>>

const verbsOf = ({ act, profile, media }: ChannelAdapter): Verbs => {
  if (!act || !profile || !media) throw new Error('the toy has every verb')
  return { act, profile, media }
}

const acting = (change: (outcome: ActionOutcome) => ActionOutcome) =>
  broken((good) => ({ act: async (action, signal) => change(await verbsOf(good).act(action, signal)) }))
const telling = (change: (outcome: ProfileOutcome) => ProfileOutcome) =>
  broken((good) => ({
    profile: async (peer, account, signal) => change(await verbsOf(good).profile(peer, account, signal)),
  }))
const finding = (change: (source: MediaSource) => MediaSource) =>
  broken((good) => ({
    media: async (file, account, signal) => change(await verbsOf(good).media(file, account, signal)),
  }))

const ONCE = 'asks once, follows no redirect and stops when it is told to, also where nothing is sent'
const HOSTS = 'gives credentials to fetch a file with to the hosts it trusts, and to no other'

export const BROKEN_ASKS: readonly Broken[] = [
  [
    'a verb that its subject does not speak of',
    'has an example of every verb it has, and no other',
    { ...broken(() => ({})), profiles: undefined } as unknown as Broken[2],
  ],
  [
    'asking twice',
    ONCE,
    broken((good) => ({
      act: async (action, signal) => {
        await verbsOf(good).act(action, signal)
        return verbsOf(good).act(action, signal)
      },
    })),
  ],
  [
    'following redirects with its credentials',
    ONCE,
    broken((_, deps) => {
      const following: typeof fetch = (input, init) => deps.fetch(input, { ...init, redirect: 'follow' })
      return { profile: verbsOf(toyAdapter({ ...deps, fetch: following })).profile }
    }),
  ],
  [
    'asking on after it was stopped',
    ONCE,
    broken((good) => ({
      media: (file, account) => verbsOf(good).media(file, account, new AbortController().signal),
    })),
  ],
  [
    'refused credentials as a matter of one person',
    'takes refused credentials as a failure of the account, also where nothing is sent',
    telling((outcome) => (outcome.kind === 'refused' ? { kind: 'none' } : outcome)),
  ],
  [
    'giving up on a provider that did not answer',
    'may ask again what the provider did not answer',
    finding((source) => (source.kind === 'refused' ? { kind: 'gone', reason: 'no answer' } : source)),
  ],
  [
    'throwing what it was answered',
    'never throws, whatever the provider answers to what is no send',
    acting((outcome) => {
      if (outcome.kind === 'refused') throw new Error('refused')
      return outcome
    }),
  ],
  [
    'taking a refused action for done',
    'never throws, whatever the provider answers to what is no send',
    acting((outcome) => (outcome.kind === 'refused' ? { kind: 'done' } : outcome)),
  ],
  [
    'an action that nobody has heard of taken for done',
    'shows the actions the channel has, and asks nothing for those it has not',
    acting((outcome) => (outcome.kind === 'unsupported' ? { kind: 'done' } : outcome)),
  ],
  [
    'doing nothing for what the channel can show',
    'shows the actions the channel has, and asks nothing for those it has not',
    acting(() => ({ kind: 'unsupported' })),
  ],
  [
    'somebody else’s name',
    'reads what the channel tells of a person, and that it tells nothing',
    telling((outcome) => (outcome.kind === 'found' ? { ...outcome, profile: { name: 'Bob' } } : outcome)),
  ],
  [
    'a person without a name for one',
    'reads what the channel tells of a person, and that it tells nothing',
    telling((outcome) => (outcome.kind === 'none' ? { kind: 'found', profile: {} } : outcome)),
  ],
  [
    'asking for ever for a file that is gone',
    'finds a file that is there, and knows one that is gone',
    finding((source) =>
      source.kind === 'gone' ? { kind: 'fetch', url: 'https://files.toy.example/8', headers: {}, trusted: [] } : source,
    ),
  ],
  [
    'credentials for nobody in particular',
    HOSTS,
    finding((source) => (source.kind === 'fetch' ? { ...source, trusted: [] } : source)),
  ],
  [
    'credentials in the URL of a file',
    HOSTS,
    finding((source) =>
      source.kind === 'fetch' ? { ...source, url: `${source.url}?${source.headers['authorization'] ?? ''}` } : source,
    ),
  ],
]
