import { expect, test } from 'vitest'
import { createDeployed } from '../../functions/deployed.ts'
import { createAccess } from '../../functions/aws/access.ts'
import { createParameters } from '../../functions/aws/parameters.ts'
import { CONFIG, ENVIRONMENT } from '../support/world.ts'

const PATH = '/parley/main'
const KEY = `${PATH}/PARLEY_API_KEY`

const world = (stored: Record<string, string>) => {
  let time = 0
  let down = false
  const asked: (readonly string[])[] = []
  const logged: string[] = []
  const { PARLEY_API_KEY: _none, ...env } = ENVIRONMENT
  const wired = createDeployed({
    config: CONFIG,
    env: { ...env, PARLEY_SECRETS_PATH: PATH },
    parameters: async (names) => {
      asked.push(names)
      if (down) throw new Error('no answer')
      return Object.fromEntries(names.flatMap((name) => (stored[name] === undefined ? [] : [[name, stored[name]]])))
    },
    now: () => time,
    log: (event) => logged.push(event),
  })
  return {
    wired,
    asked,
    logged,
    stored,
    later: (ms: number) => {
      time += ms
    },
    fail: () => {
      down = true
    },
  }
}

const secrets = (): Record<string, string> => ({
  [`${PATH}/PARLEY_DEPLOY_KEY`]: ENVIRONMENT['PARLEY_DEPLOY_KEY'] ?? '',
  [KEY]: 'prl_first',
})

test('secrets are read once, with those before a rotation, and kept for a minute', async () => {
  const { wired, asked, later } = world(secrets())
  expect((await wired()).apiKeys).toEqual(['prl_first'])
  later(59_000)
  await wired()
  expect(asked).toHaveLength(1)
  expect(asked[0]).toContain(`${KEY}_PREVIOUS`)
  later(1_000)
  await wired()
  expect(asked).toHaveLength(2)
})

test('a rotated secret counts without a deploy, beside the one before; nothing is made anew while none has changed', async () => {
  const { wired, stored, later } = world(secrets())
  const first = await wired()
  later(60_000)
  expect(await wired()).toBe(first)
  stored[KEY] = 'prl_second'
  stored[`${KEY}_PREVIOUS`] = 'prl_first'
  later(60_000)
  expect((await wired()).apiKeys).toEqual(['prl_second', 'prl_first'])
})

test('while the store cannot be reached the secrets read last stay in use, and the log says so', async () => {
  const { wired, logged, later, fail } = world(secrets())
  const first = await wired()
  fail()
  later(60_000)
  expect(await wired()).toBe(first)
  expect(logged).toEqual(['secrets.stale'])
})

test('without any secret nothing runs', async () => {
  const { wired, fail } = world(secrets())
  fail()
  await expect(wired()).rejects.toThrow('no answer')
})

interface Asked {
  readonly Names: readonly string[]
  readonly WithDecryption: boolean
}

/** A store with values that are written as often as a test wants; each writing has an encrypted form of its own. */
const service = (stored: Record<string, string>, refusals: (() => Response | Promise<Response>)[] = []) => {
  const bodies: Asked[] = []
  const slept: number[] = []
  const answer = ({ Names, WithDecryption }: Asked): Response =>
    Response.json({
      Parameters: Names.filter((Name) => Name in stored).map((Name) => ({
        Name,
        Value: WithDecryption ? stored[Name] : `encrypted ${stored[Name]}`,
      })),
      InvalidParameters: Names.filter((Name) => !(Name in stored)),
    })
  const read = createParameters({
    fetch: async (_url, init) => {
      const body = JSON.parse(init?.body as string) as Asked
      bodies.push(body)
      return refusals.shift()?.() ?? answer(body)
    },
    access: createAccess('eu-central-1', { accessKeyId: 'AKID', secretAccessKey: 'secret' }),
    random: () => 0,
    sleep: async (ms) => {
      slept.push(ms)
    },
  })
  const decrypted = () => bodies.filter(({ WithDecryption }) => WithDecryption).flatMap(({ Names }) => Names)
  return { read, bodies, slept, decrypted }
}
const refusal = (status: number, type: string) => () => Response.json({ __type: type }, { status })

test('names are asked for by tens; one that does not exist is left out', async () => {
  const { read, bodies } = service({ n3: '1' })
  expect(await read(Array.from({ length: 21 }, (_, index) => `n${index}`))).toEqual({ n3: '1' })
  expect(bodies.map(({ Names }) => Names.length)).toEqual([10, 10, 1, 1])
})

test('a value is decrypted once, and again only after it was written', async () => {
  const stored: Record<string, string> = { a: '1', b: '2' }
  const { read, decrypted } = service(stored)
  await read(['a', 'b'])
  await read(['a', 'b'])
  expect(decrypted()).toEqual(['a', 'b'])
  stored['b'] = '3'
  expect(await read(['a', 'b'])).toEqual({ a: '1', b: '3' })
  expect(decrypted()).toEqual(['a', 'b', 'b'])
  delete stored['a']
  expect(await read(['a', 'b'])).toEqual({ b: '3' })
})

test('throttling, an error of the service and no answer are tried again with growing pauses', async () => {
  const { read, slept } = service({ a: '1' }, [
    refusal(400, 'ThrottlingException'),
    refusal(500, 'com.amazonaws.ssm#InternalServerError'),
    () => Promise.reject(new TypeError('fetch failed')),
  ])
  expect(await read(['a'])).toEqual({ a: '1' })
  expect(slept).toEqual([100, 200, 400])
})

test('a refusal is final, and the error names its kind alone', async () => {
  const { read, bodies } = service({}, [refusal(400, 'AccessDeniedException')])
  await expect(read(['/parley/main/SECRET'])).rejects.toThrow('SSM GetParameters: AccessDeniedException')
  expect(bodies).toHaveLength(1)
})
