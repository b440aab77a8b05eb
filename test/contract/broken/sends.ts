import { broken, facts, sending, outcomes, fetching, capable, refused, type Broken } from './kit.ts'
import { toySubject } from '../toy.ts'

export const BROKEN_SENDS: readonly Broken[] = [
  ['a count of zero', 'declares capabilities that hold together', capable({ mediaPerPart: 0 })],
  ['an unknown unit', 'declares capabilities that hold together', capable({ text: { max: 1, unit: 'words' } })],
  ['another channel', 'is what its factory says it is', broken(() => ({ channel: 'other' }))],
  [
    'a secret that signs webhooks and is not named as one',
    'is what its factory says it is',
    toySubject(undefined, { factory: { ...toySubject().factory, webhookSecrets: [] } }),
  ],
  [
    'sending twice',
    'makes exactly one request for every part and hands on the id the provider gave',
    sending((send) => async (part, signal) => {
      await send(part, signal)
      return send(part, signal)
    }),
  ],
  [
    'an id of its own',
    'makes exactly one request for every part and hands on the id the provider gave',
    outcomes((outcome) => (outcome.kind === 'accepted' ? { ...outcome, providerId: 'mine' } : outcome)),
  ],
  [
    'a capability without an example',
    'has an example part for every kind of content its capabilities declare',
    capable({ location: true }),
  ],
  [
    'sending anything as text',
    'refuses content outside its capabilities without asking the provider',
    sending((send) => (part, signal) => send({ ...part, content: { type: 'text', text: 'x' } }, signal)),
  ],
  [
    'a send without our key',
    'carries our own key with every part',
    sending((send) => (part, signal) => send({ ...part, key: { message: 'x', part: 0 } }, signal)),
  ],
  [
    'a receipt without our key',
    'finds the way home from a receipt: our own key, the same id, the same scope',
    facts(({ ...fact }) => {
      if (fact.kind === 'receipt') delete fact.ours
      return fact
    }),
  ],
  [
    'a receipt in another scope than the send',
    'finds the way home from a receipt: our own key, the same id, the same scope',
    facts((fact) => ({ ...fact, scope: 'elsewhere' })),
  ],
  [
    'following redirects',
    'follows no redirect and stops when it is told to',
    fetching((deps) => (input, init) => deps.fetch(input, { ...init, redirect: 'follow' })),
  ],
  [
    'losing the signal',
    'follows no redirect and stops when it is told to',
    sending((send) => (part) => send(part, new AbortController().signal)),
  ],
  [
    'another code than its table says',
    'maps every failure of the provider to its code, retry and scope',
    outcomes((outcome) => refused(outcome, { code: 'provider_rejected' })),
  ],
  [
    'retrying what must not be',
    'maps every failure of the provider to its code, retry and scope',
    outcomes((outcome) => refused(outcome, { retry: 'backoff' })),
  ],
  [
    'giving up on a provider it did not reach',
    'calls a provider it could not reach unavailable',
    outcomes((outcome) => refused(outcome, { retry: 'no' })),
  ],
  [
    'calling a broken connection unavailable',
    'calls the outcome unknown when the connection broke after the request',
    outcomes((outcome) =>
      outcome.kind === 'unknown'
        ? { kind: 'refused', failure: { code: 'provider_unavailable', retry: 'backoff', scope: 'account' } }
        : outcome,
    ),
  ],
  [
    'believing a success it cannot read',
    'calls the outcome unknown when a success cannot be read',
    outcomes((outcome) =>
      outcome.kind === 'unknown' && outcome.detail === 'unreadable success'
        ? { kind: 'accepted', providerId: 'guess' }
        : outcome,
    ),
  ],
  [
    'retrying after a server error',
    'calls the outcome unknown when a server error cannot be read',
    outcomes((outcome) =>
      outcome.kind === 'unknown' && outcome.detail.startsWith('http')
        ? { kind: 'refused', failure: { code: 'provider_unavailable', retry: 'backoff', scope: 'account' } }
        : outcome,
    ),
  ],
  [
    'ignoring Retry-After',
    'waits as long as Retry-After asks',
    outcomes((outcome) => refused(outcome, { retry: 'backoff' })),
  ],
  [
    'refused credentials as a matter of one message',
    'takes refused credentials as a failure of the account',
    outcomes((outcome) => refused(outcome, { scope: 'message' })),
  ],
  [
    'throwing on an error without a shape',
    'never throws, whatever the provider answers',
    sending((send) => async (part, signal) => {
      const outcome = await send(part, signal)
      if (outcome.kind === 'refused') throw new Error('refused')
      return outcome
    }),
  ],
]
