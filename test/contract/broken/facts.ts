import { parsing, facts, bodyOf, type Broken } from './kit.ts'

export const BROKEN_FACTS: readonly Broken[] = [
  ['a customer who is nobody', "reads a customer's message", facts((fact) => ({ ...fact, peers: [] }))],
  ['the wrong account', "reads a customer's message", facts((fact) => ({ ...fact, account: 'other' }))],
  [
    'reading only the first item',
    'gives every item of a batch a fact with a key of its own',
    parsing((parse) => async (raw) => (await parse(raw)).slice(0, 1)),
  ],
  [
    'one id for all',
    'gives every item of a batch a fact with a key of its own',
    facts((fact) => ({ ...fact, id: 'same' })),
  ],
  [
    'a field the schema does not know',
    'gives valid facts that are plain JSON and say nothing the schema does not know',
    facts((fact) => ({ ...fact, more: 1 })),
  ],
  [
    'a value that JSON does not know',
    'gives valid facts that are plain JSON and say nothing the schema does not know',
    facts((fact) => ({ ...fact, thread: undefined })),
  ],
  [
    'null bytes in its texts',
    'gives valid facts that are plain JSON and say nothing the schema does not know',
    facts((fact) => ('account' in fact ? { ...fact, account: `${fact.account}\0` } : fact)),
  ],
  [
    'half surrogates in its texts',
    'gives valid facts that are plain JSON and say nothing the schema does not know',
    facts((fact) => ('account' in fact ? { ...fact, account: `${fact.account}\ud83d` } : fact)),
  ],
  [
    'taking the time from the clock',
    'gives the same facts twice, at any time and with any nonce, without a request',
    parsing(
      (parse, { now }) =>
        async (raw) =>
          (await parse(raw)).map((fact) => ({ ...fact, at: now() })),
    ),
  ],
  [
    'asking the network while parsing',
    'gives the same facts twice, at any time and with any nonce, without a request',
    parsing((parse, { fetch }) => async (raw) => {
      await fetch('https://api.toy.example/profile')
      return parse(raw)
    }),
  ],
  [
    'writing into the body',
    'leaves its input untouched',
    parsing((parse) => async (raw) => {
      const read = await parse(raw)
      raw.body.fill(0)
      return read
    }),
  ],
  [
    'writing into the headers',
    'leaves its input untouched',
    parsing((parse) => async (raw) => {
      Object.assign(raw.headers, { seen: 'yes' })
      return parse(raw)
    }),
  ],
  [
    'dropping what it does not know',
    'gives a fact for a type nobody knows',
    parsing(
      (parse) => async (raw) => (await parse(raw)).filter((fact) => fact.kind !== 'message' || !fact.body.content),
    ),
  ],
  [
    'dropping a bad item',
    'keeps the good items beside a bad one, and the bad one as well',
    parsing((parse) => async (raw) => (await parse(raw)).filter((fact) => fact.kind !== 'quarantine')),
  ],
  [
    'dropping the siblings of a bad item',
    'keeps the good items beside a bad one, and the bad one as well',
    parsing((parse) => async (raw) => {
      const read = await parse(raw)
      const bad = read.filter((fact) => fact.kind === 'quarantine')
      return bad.length > 0 ? bad : read
    }),
  ],
  [
    'an echo as the customer',
    'never lets an echo speak as the customer',
    facts((fact) => (fact.kind === 'message' ? { ...fact, author: { kind: 'customer' } } : fact)),
  ],
  [
    'a customer whose message goes out',
    'tells who speaks: customers come in, all others go out',
    facts((fact) => (fact.kind === 'message' ? { ...fact, direction: 'out' } : fact)),
  ],
  [
    'the time in the key',
    'gives the same keys when an event comes again at another time',
    facts((fact) => ('id' in fact ? { ...fact, id: `${fact.id}-${fact.at}` } : fact)),
  ],
  [
    'throwing on a body that is no JSON',
    'survives any body, and keeps different ones apart',
    parsing((parse) => async (raw) => (bodyOf(raw) ? parse(raw) : [])),
  ],
  [
    'one key for all that is broken',
    'survives any body, and keeps different ones apart',
    facts((fact) => (fact.kind === 'quarantine' ? { ...fact, id: 'broken' } : fact)),
  ],
  [
    'trusting the shape of an item',
    'survives any single broken value',
    parsing((parse) => async (raw) => {
      for (const item of bodyOf(raw).items ?? []) (item as { text: string }).text.trim()
      return parse(raw)
    }),
  ],
]
