import { parsing, sending, fetching, type Broken } from './kit.ts'

export const BROKEN_SECRECY: readonly Broken[] = [
  [
    'a secret in a fact',
    'keeps secrets out of facts',
    parsing(
      (parse, { secrets }) =>
        async (raw) =>
          (await parse(raw)).map((fact) => ({ ...fact, scope: `${fact.scope}${secrets['token']?.[0]}` })),
    ),
  ],
  [
    'handing on an error that quotes the credentials',
    'keeps secrets out of outcomes and answers, also when the provider quotes them',
    sending((send, deps) => async (part, signal) => {
      const answer = deps.fetch('https://api.toy.example/messages', {
        method: 'POST',
        body: '{}',
        redirect: 'error',
        signal,
      })
      const detail = await answer.then((response) => response.text()).catch(() => '')
      return detail === '' ? send(part, signal) : { kind: 'unknown', detail }
    }),
  ],
  [
    'a token in the URL',
    'keeps secrets out of the URLs it calls',
    fetching(
      ({ fetch, secrets }) =>
        (_, init) =>
          fetch(`https://api.toy.example/messages?token=${secrets['token']?.[0]}`, init),
    ),
  ],
  [
    'an error with a secret in it',
    'throws nothing, and least of all a secret',
    sending(
      (_, { secrets }) =>
        () =>
          Promise.reject(new Error(`no answer for ${secrets['token']?.[0]}`)),
    ),
  ],
  [
    'chattering',
    'writes nothing to the console',
    parsing((parse) => (raw) => {
      console.log('parsing')
      return parse(raw)
    }),
  ],
]
