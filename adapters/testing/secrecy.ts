import assert from 'node:assert/strict'
import { adapterOf, examplesOf, networkError, partsOf, provider, requestOf, responseOf, signed } from './harness.ts'
import { asksOf, type AskOutcome } from './asks.ts'
import type { Check } from './harness.ts'
import { GARBAGE } from './garble.ts'
import type { ContractSubject, ProviderResponse, SentRequest } from './subject.ts'

const secretsOf = ({ secrets, identifiers }: ContractSubject): readonly string[] =>
  Object.entries(secrets).flatMap(([name, value]) => (identifiers?.[name] === undefined ? [value] : []))

/** All forms in which a secret would give itself away: plain, and in base64 alone or as Basic credentials. */
const needles = (subject: ContractSubject): readonly string[] => {
  const secret = secretsOf(subject)
  const pairs = Object.values(subject.secrets).flatMap((name) => secret.map((password) => `${name}:${password}`))
  return [...secret, ...[...secret, ...pairs].map((text) => Buffer.from(text).toString('base64').replace(/=+$/, ''))]
}

const assertClean = (subject: ContractSubject, what: string, text: string): void => {
  for (const needle of needles(subject)) assert.ok(!text.includes(needle), `a secret is in ${what}`)
}

/** The response with credentials in all its texts, as providers answer that quote the request they refuse. */
const quoting = (subject: ContractSubject, { body, ...rest }: ProviderResponse, { headers }: SentRequest) => {
  const quoted = [...secretsOf(subject), headers.get('authorization') ?? ''].join(' ')
  const add = (_: string, value: unknown): unknown => (typeof value === 'string' ? `${value} ${quoted}` : value)
  return responseOf({ ...rest, body: JSON.stringify(typeof body === 'string' ? { message: body } : body, add) })
}

const thrown = (error: unknown): string =>
  error instanceof Error ? [error.message, error.stack, thrown(error.cause)].join('\n') : String(error)

interface Overheard {
  readonly facts: unknown[]
  readonly outcomes: unknown[]
  readonly urls: string[]
  readonly errors: string[]
}

/** Everything an adapter says while it does all it can do, well and badly. */
const overhear = async (subject: ContractSubject): Promise<Overheard> => {
  const heard: Overheard = { facts: [], outcomes: [], urls: [], errors: [] }
  const listen = async (into: unknown[], run: () => unknown): Promise<void> => {
    try {
      into.push(await run())
    } catch (error) {
      heard.errors.push(thrown(error))
    }
  }
  const adapter = adapterOf(subject)
  const garbage = GARBAGE.map((body) => ({ method: 'POST', query: [], headers: {}, body }))
  for (const example of [...examplesOf(subject).map(([, request]) => request), ...garbage]) {
    await listen(heard.facts, () => adapter.parse(requestOf(subject, example)))
    if (!subject.webhook) continue
    await listen([], () => adapter.webhook?.verify(signed(subject, example)))
    await listen([], () => adapter.webhook?.verify({ ...signed(subject, example), url: '::', headers: {} }))
    await listen(heard.outcomes, () => adapter.webhook?.ack(requestOf(subject, example)))
    await listen(heard.outcomes, () => adapter.webhook?.handshake?.(requestOf(subject, example)))
  }
  const answers: ((request: SentRequest) => Response | Promise<Response>)[] = [
    () => responseOf(subject.sends.accepted(subject.sends.providerId)),
    () => responseOf({ status: 200, body: 'nonsense' }),
    () => Promise.reject(networkError('ECONNRESET')),
    () => Promise.reject(new Error(`could not call with ${secretsOf(subject).join(' ')}`)),
    ...subject.sends.failures.map(
      ({ response }) =>
        (request: SentRequest) =>
          quoting(subject, response, request),
    ),
  ]
  for (const [at, [, part]] of partsOf(subject).entries())
    for (const answer of at === 0 ? answers : answers.slice(0, 3)) {
      const { fetch, sent } = provider(answer)
      await listen(heard.outcomes, () => adapterOf(subject, { fetch }).send(part, new AbortController().signal))
      heard.urls.push(...sent.map(({ url }) => url))
    }
  for (const ask of asksOf(subject))
    for (const answer of [() => responseOf(ask.answer), ...answers]) {
      const { fetch, sent } = provider(answer)
      await listen(heard.outcomes, async () =>
        withoutHeaders(await ask.run(adapterOf(subject, { fetch }), new AbortController().signal)),
      )
      heard.urls.push(...sent.map(({ url }) => url))
    }
  return heard
}

/** The headers a file is fetched with may be credentials; a check of their own says who gets them. */
const withoutHeaders = (outcome: AskOutcome): unknown =>
  outcome.kind === 'fetch' ? { ...outcome, headers: Object.keys(outcome.headers) } : outcome

/** Runs with every way to the console tapped, and gives what was written. */
const tapped = async (run: () => Promise<unknown>): Promise<string> => {
  const written: string[] = []
  const tap = <T extends object>(on: T, name: keyof T, answer: unknown): (() => void) => {
    const original = on[name]
    on[name] = ((...words: unknown[]) => {
      written.push(words.map(thrown).join(' '))
      return answer
    }) as T[keyof T]
    return () => void (on[name] = original)
  }
  const untap = [
    ...(['debug', 'error', 'info', 'log', 'trace', 'warn'] as const).map((method) => tap(console, method, undefined)),
    ...[process.stdout, process.stderr].map((stream) => tap(stream, 'write', true)),
  ]
  try {
    await run()
  } finally {
    for (const restore of untap) restore()
  }
  return written.join('\n')
}

export const secrecyChecks: readonly Check[] = [
  {
    name: 'keeps secrets out of facts',
    run: async (subject) => assertClean(subject, 'a fact', JSON.stringify((await overhear(subject)).facts)),
  },
  {
    name: 'keeps secrets out of outcomes and answers, also when the provider quotes them',
    run: async (subject) => assertClean(subject, 'an outcome', JSON.stringify((await overhear(subject)).outcomes)),
  },
  {
    name: 'keeps secrets out of the URLs it calls',
    run: async (subject) => assertClean(subject, 'a URL', (await overhear(subject)).urls.join('\n')),
  },
  {
    name: 'throws nothing, and least of all a secret',
    run: async (subject) => {
      const { errors } = await overhear(subject)
      assertClean(subject, 'an error', errors.join('\n'))
      assert.equal(errors.length, 0, 'something was thrown')
    },
  },
  {
    name: 'writes nothing to the console',
    run: async (subject) => assert.equal(await tapped(() => overhear(subject)), ''),
  },
]
