import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FUNCTIONS } from '../../functions/aws/shape.ts'
import { createContext, type LambdaFunction } from '../../local/engine/lambda.ts'
import { startQueueSource } from '../../local/engine/queue-source.ts'
import { openBundles } from '../../local/lambda/bundles.ts'
import { RUNTIME, startEnvironment } from '../../local/lambda/environment.ts'
import { createProcessFunction, type ProcessFunction } from '../../local/lambda/function.ts'
import { temporaryDir } from '../support/gateway.ts'
import { createMemoryQueue } from '../support/memory-queue.ts'
import { virtualClock } from '../support/virtual-clock.ts'

let dir: string
let printed: string[]
const cleanUps: (() => unknown)[] = []
beforeEach(() => {
  const temporary = temporaryDir()
  dir = temporary.dir
  printed = []
  cleanUps.push(temporary.remove)
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

interface Options {
  readonly most?: number
  readonly initTimeoutMs?: number
  readonly command?: readonly [string, ...string[]]
}

/** A function whose module says this. */
const functionOf = (code: string, { most = 1, command = RUNTIME, ...rest }: Options = {}): ProcessFunction => {
  writeFileSync(join(dir, 'index.mjs'), code)
  const options = { functionName: 'deliver', command, folder: dir, variables: { OWN: 'variable' }, ...rest }
  const made = createProcessFunction(() => startEnvironment({ ...options, print: (line) => printed.push(line) }), most)
  cleanUps.push(() => made.end())
  return made
}

const call = (made: ProcessFunction, event: unknown, timeoutMs = 20_000): Promise<unknown> =>
  made.invoke(event, createContext({ functionName: 'deliver', timeoutMs, now: Date.now }))

const COUNTS = 'let calls = 0; const count = () => ({ pid: process.pid, calls: ++calls });'

test('hands a function its event and context, and answers what it returns', async () => {
  const made = functionOf(`export const handler = async (event, context) => ({
    event, name: context.functionName, arn: context.invokedFunctionArn, id: context.awsRequestId,
    remaining: context.getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID,
    env: [process.env.OWN, process.env.AWS_LAMBDA_FUNCTION_NAME, process.env.HOME] })`)
  const context = createContext({ functionName: 'deliver', timeoutMs: 20_000, now: Date.now })
  const answer = (await made.invoke({ text: 'ä\u2028' }, context)) as Record<string, unknown>
  expect(answer).toMatchObject({
    event: { text: 'ä\u2028' },
    name: 'deliver',
    arn: context.invokedFunctionArn,
    id: context.awsRequestId,
    trace: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};/),
    // Of what the process that starts it has in its environment, nothing.
    env: ['variable', 'deliver', null],
  })
  expect(answer['remaining']).toBeGreaterThan(15_000)
  expect(answer['remaining']).toBeLessThanOrEqual(20_000)
})

test('works one invocation after the other in the same process', async () => {
  const made = functionOf(`${COUNTS} export const handler = async () => count()`)
  const [first, second] = [await call(made, {}), await call(made, {})] as { pid: number; calls: number }[]
  expect(second).toEqual({ pid: first?.pid, calls: 2 })
})

test('invocations side by side have a process each; those above the most wait for one', async () => {
  const made = functionOf(
    `${COUNTS} import { setTimeout as wait } from 'node:timers/promises'
     export const handler = async () => { await wait(300); return count() }`,
    { most: 2 },
  )
  const answers = (await Promise.all([1, 2, 3, 4].map((n) => call(made, n)))) as { pid: number; calls: number }[]
  expect(new Set(answers.map(({ pid }) => pid)).size).toBe(2)
  expect(answers.map(({ calls }) => calls).sort((a, b) => a - b)).toEqual([1, 1, 2, 2])
  expect(made.measured()).toHaveLength(2)
})

test('what a function throws is told by type and words, and its process goes on', async () => {
  const made = functionOf(
    `${COUNTS} export const handler = async (fail) => { count(); if (fail) throw new RangeError('too far'); return calls }`,
  )
  await expect(call(made, true)).rejects.toMatchObject({ name: 'RangeError', message: 'too far' })
  expect(await call(made, false)).toBe(2)
})

test.each([
  ['exits', 'process.exit(3)', { name: 'Runtime.ExitError', message: 'Runtime exited: exit status 3' }],
  [
    'is killed',
    "process.kill(process.pid, 'SIGKILL')",
    { name: 'Runtime.ExitError', message: 'Runtime exited: signal: killed' },
  ],
  [
    'leaves an error to nobody',
    "setImmediate(() => { throw new TypeError('lost') })",
    { name: 'TypeError', message: 'lost' },
  ],
  ['leaves a promise to nobody', "void Promise.reject(new TypeError('lost'))", { name: 'TypeError', message: 'lost' }],
])(
  'a process that %s in the middle fails the invocation, and the next one has a new process',
  async (_, how, error) => {
    const made = functionOf(
      `${COUNTS} export const handler = async (fail) => { count(); if (fail) { ${how}; await new Promise(() => setInterval(() => 0, 99)) } return calls }`,
    )
    expect(await call(made, false)).toBe(1)
    await expect(call(made, true)).rejects.toMatchObject(error)
    expect(await call(made, false)).toBe(1)
    expect(made.measured()).toHaveLength(2)
  },
)

test('a function that takes too long is ended, its answer refused, and the next invocation has a new process', async () => {
  const made = functionOf(
    `${COUNTS} export const handler = async (slow) => { count(); if (slow) await new Promise(() => setInterval(() => 0, 99)); return calls }`,
  )
  expect(await call(made, false)).toBe(1)
  await expect(call(made, true, 200)).rejects.toMatchObject({
    name: 'Sandbox.Timedout',
    message: 'Task timed out after 0.20 seconds',
  })
  expect(await call(made, false)).toBe(1)
})

test.each([
  ['throws', "throw new SyntaxError('no config')", { name: 'SyntaxError', message: 'no config' }],
  ['exits', 'process.exit(0)', { name: 'Runtime.ExitError', message: 'Runtime exited: exit status 0' }],
  ['has no handler', 'export const other = 1', { name: 'Runtime.HandlerNotFound' }],
])('a module that %s while it is loaded fails each invocation, until it can be loaded', async (_, code, error) => {
  const made = functionOf(code)
  await expect(call(made, {})).rejects.toMatchObject(error)
  await expect(call(made, {})).rejects.toMatchObject(error)
  writeFileSync(join(dir, 'index.mjs'), 'export const handler = async () => 1')
  expect(await call(made, {})).toBe(1)
})

test('a process that never asks for work is given up', async () => {
  const made = functionOf('await new Promise(() => setInterval(() => 0, 99))', { initTimeoutMs: 300 })
  await expect(call(made, {})).rejects.toMatchObject({ name: 'Sandbox.Timedout' })
})

test('an answer above 6 MB is an error, and the process goes on', async () => {
  const made = functionOf(`export const handler = async (bytes) => 'x'.repeat(bytes)`)
  await expect(call(made, 6_291_555)).rejects.toMatchObject({ name: 'Function.ResponseSizeTooLarge' })
  expect(await call(made, 6_291_554)).toHaveLength(6_291_554)
})

test('the Runtime API refuses answers to invocations it did not give or that have ended, and paths it has not', async () => {
  // A runtime of its own, which says everything twice.
  const made = functionOf(
    `const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime'
     const post = async (path) => { const r = await fetch(base + path, { method: 'POST', body: '"done"' }); console.log(path.replace(id, 'ID'), r.status) }
     const next = await fetch(base + '/invocation/next')
     const id = next.headers.get('lambda-runtime-aws-request-id')
     console.log(await next.text(), Number(next.headers.get('lambda-runtime-deadline-ms')) > Date.now())
     await post('/invocation/another/response')
     await post('/nowhere')
     await post('/invocation/' + id + '/response')
     await post('/invocation/' + id + '/error')`,
    { command: [process.execPath, 'index.mjs'] },
  )
  expect(await call(made, { n: 1 })).toBe('done')
  await expect
    .poll(() => printed)
    .toEqual([
      '{"n":1} true',
      '/invocation/another/response 400',
      '/nowhere 404',
      '/invocation/ID/response 202',
      '/invocation/ID/error 403',
    ])
})

test('what a queue brings to a process that ends is brought again', async () => {
  const clock = virtualClock()
  const queue = createMemoryQueue({ timers: clock, visibilityMs: 60_000, maxReceiveCount: 3 })
  const made = functionOf(
    `import { existsSync, writeFileSync } from 'node:fs'
     export const handler = async () => {
       if (!existsSync('seen')) { writeFileSync('seen', ''); process.exit(1) }
       return { batchItemFailures: [] }
     }`,
  )
  const errors: unknown[] = []
  const source = startQueueSource({
    functionName: 'deliver',
    timeoutMs: 10_000,
    timers: clock,
    onError: (error) => errors.push(error),
    queue,
    handler: made.invoke as LambdaFunction<SQSEvent, SQSBatchResponse>,
  })
  cleanUps.push(() => source.stop())
  queue.send('one', { group: 'g' })
  await expect.poll(() => errors, { timeout: 20_000 }).toMatchObject([{ name: 'Runtime.ExitError' }])
  expect(queue.bodies()).toEqual(['one'])
  await clock.advance(60_000)
  await source.idle()
  expect(errors).toHaveLength(1)
  expect(queue.bodies()).toEqual([])
  expect(source.invocations()).toBe(2)
})

test('without a bundle it says how to make one', async () => {
  mkdirSync(join(dir, 'webhook'))
  await expect(openBundles({ dir, variables: {}, log: () => undefined })).rejects.toThrow(
    /bundle of \w+ .*npm run bundle/,
  )
})

test('a bundle that does not start is told with its reason', async () => {
  for (const name of FUNCTIONS) {
    mkdirSync(join(dir, name), { recursive: true })
    const code = name === 'tick' ? "throw new Error('no clock')" : 'export const handler = async () => 1'
    writeFileSync(join(dir, name, 'index.mjs'), code)
  }
  await expect(openBundles({ dir, variables: {}, log: () => undefined })).rejects.toThrow(/of tick .*: no clock/)
})
