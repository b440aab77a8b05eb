import type { DynamoDBRecord, SQSRecord } from 'aws-lambda'
import { beforeEach, describe, expect, test } from 'vitest'
import { listConversations } from '../../core/read.ts'
import { acceptMessage } from '../../core/send/accept.ts'
import { refuseNetwork } from '../../adapters/testing/world.ts'
import { createDeliver } from '../../functions/deliver.ts'
import { createProject } from '../../functions/project.ts'
import { createTick } from '../../functions/tick.ts'
import { wire, type Wired } from '../../functions/wire.ts'
import { row } from '../../core/failures.ts'
import { CONFIG, createWorld, ENVIRONMENT, itemsOf, PRINCIPAL, textFact, type World } from '../support/world.ts'

let world: World
beforeEach(() => {
  world = createWorld({ fetch: refuseNetwork })
})

const record = (
  { pk, sk }: { pk: string; sk: string },
  sequence: number,
  eventName: 'INSERT' | 'REMOVE' = 'INSERT',
): DynamoDBRecord => ({
  eventID: String(sequence),
  eventName,
  dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } }, SequenceNumber: String(sequence) },
})

describe('project', () => {
  test('projects what changed, each partition once for a batch', async () => {
    await world.record([textFact('Hello')])
    const [change] = world.stream.splice(0)
    if (change === undefined) throw new Error('nothing changed')
    const answer = await createProject(world.wired)({ Records: [record(change, 1), record(change, 2)] })
    expect(answer).toEqual({ batchItemFailures: [] })
    expect(itemsOf(world, 'cnv#').filter((item) => item.sk.startsWith('E#'))).toHaveLength(1)
  })

  test('reports the earliest record that failed, and projects the others', async () => {
    await world.record([textFact('a'), textFact('b'), textFact('c')])
    const changes = world.stream.splice(0)
    const query = world.ctx.table.query
    const wired: Wired = {
      ...world.wired,
      ctx: {
        ...world.ctx,
        table: {
          ...world.ctx.table,
          query: (range) => (range.pk === changes[1]?.pk ? Promise.reject(new Error('throttled')) : query(range)),
        },
      },
    }
    const Records = changes.map((change, index) => record(change, index + 10))
    expect(await createProject(wired)({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: '11' }] })
    expect(itemsOf(world, 'cnv#').filter((item) => item.sk.startsWith('E#'))).toHaveLength(2)
  })

  test('ignores what a TTL removed', async () => {
    await world.record([textFact('Hello')])
    const Records = world.stream.splice(0).map((change, index) => record(change, index, 'REMOVE'))
    await createProject(world.wired)({ Records })
    expect(itemsOf(world, 'cnv#')).toEqual([])
  })

  describe('of changes that waited', () => {
    const HOUR = 3_600_000
    const waited = async (ms: number, wired: Wired = world.wired) => {
      await world.record([textFact('Hello')])
      const Records = world.stream.splice(0).map((change, index) => {
        const { dynamodb, ...rest } = record(change, index)
        return { ...rest, dynamodb: { ...dynamodb, ApproximateCreationDateTime: (world.clock.now() - ms) / 1000 } }
      })
      return createProject(wired)({ Records })
    }
    const started = () => world.logs.filter(({ event }) => event === 'resync_started')

    test('for more than 20 hours all views are made anew, once a day', async () => {
      await waited(20 * HOUR)
      expect(started()).toEqual([])
      await waited(21 * HOUR)
      await waited(22 * HOUR)
      expect(started()).toMatchObject([{ cause: 'stream' }])
      expect(world.logs).toContainEqual({ event: 'stream_behind', seconds: 22 * 3600 })
    })

    test('the batch is projected all the same where no resync can be started', async () => {
      const put = world.ctx.table.put
      const refusing: typeof put = (item, guard) =>
        item.pk === 'rsy' ? Promise.reject(new Error('throttled')) : put(item, guard)
      const ctx = { ...world.ctx, table: { ...world.ctx.table, put: refusing } }
      expect(await waited(30 * HOUR, { ...world.wired, ctx })).toEqual({ batchItemFailures: [] })
      expect(itemsOf(world, 'cnv#')).not.toEqual([])
      expect(world.logs).toContainEqual(expect.objectContaining({ event: 'resync_not_started', error: 'Error' }))
    })
  })
})

const wakeUp = (conversation: string, id: string): SQSRecord => ({
  messageId: id,
  receiptHandle: `handle-${id}`,
  body: JSON.stringify({ v: 1, conversation }),
  attributes: { MessageGroupId: conversation } as SQSRecord['attributes'],
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: '',
  awsRegion: '',
})

describe('deliver', () => {
  const hidden: [string, number][] = []
  const deliverWith = () => {
    hidden.length = 0
    return createDeliver({
      ...world.wired,
      hide: async (handle, seconds) => {
        hidden.push([handle, seconds])
      },
    })
  }
  const begin = async (text: string): Promise<string> => {
    await world.record([textFact('Hello')])
    await world.settle()
    const { data } = await listConversations(world.ctx, PRINCIPAL, { status: 'open', order: 'recent', limit: 1 })
    const conversation = data[0]?.id ?? ''
    await acceptMessage(world.ctx, PRINCIPAL, text, {
      conversation,
      message: { text, attachments: [] },
      author: { kind: 'agent' },
      purpose: 'service',
    })
    return conversation
  }

  test('sends what a woken conversation has to send', async () => {
    const conversation = await begin('Hi')
    expect(await deliverWith()({ Records: [wakeUp(conversation, 'a')] })).toEqual({ batchItemFailures: [] })
    expect(world.sent).toHaveLength(1)
  })

  test('hides one wake-up until its work can go on, and is done with the others of the conversation, which mean the same', async () => {
    const conversation = await begin('Hi')
    world.outcomes.push({ kind: 'refused', failure: row('provider_unavailable', { retry: { afterSeconds: 30 } }) })
    const Records = [wakeUp(conversation, 'a'), wakeUp(conversation, 'b'), wakeUp('cnv_other', 'c')]
    expect(await deliverWith()({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] })
    expect(hidden).toEqual([['handle-a', 30]])
    expect(world.sent).toHaveLength(1)
  })

  test('leaves a wait of more than a minute to the tick', async () => {
    const conversation = await begin('Hi')
    world.outcomes.push({ kind: 'refused', failure: row('provider_unavailable', { retry: { afterSeconds: 90 } }) })
    expect(await deliverWith()({ Records: [wakeUp(conversation, 'a')] })).toEqual({ batchItemFailures: [] })
    world.woken.length = 0
    await createTick(world.wired)({} as never)
    expect(world.woken).toEqual([])
    await world.clock.advance(91_000)
    await createTick(world.wired)({} as never)
    expect(world.woken).toMatchObject([{ conversation }])
  })

  test('begins no request it could not finish before the function is ended', async () => {
    const conversation = await begin('Hi')
    const event = { Records: [wakeUp(conversation, 'a')] }
    const left = (ms: number) => ({ getRemainingTimeInMillis: () => ms })
    expect(await deliverWith()(event, left(10_000))).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] })
    expect(world.sent).toEqual([])
    expect(await deliverWith()(event, left(60_000))).toEqual({ batchItemFailures: [] })
    expect(world.sent).toHaveLength(1)
  })

  test('fails a wake-up it cannot read, so that it ends as a dead letter', async () => {
    const bad = { ...wakeUp('cnv_x', 'a'), body: 'not json' }
    expect(await deliverWith()({ Records: [bad] })).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] })
  })
})

describe('wire', () => {
  test('names the variable that is missing', () => {
    expect(() => wire(CONFIG, { ...ENVIRONMENT, PARLEY_TABLE: '' })).toThrow('PARLEY_TABLE')
    expect(() => wire(CONFIG, { ...ENVIRONMENT, PARLEY_DEPLOY_KEY: 'short' })).toThrow('PARLEY_DEPLOY_KEY')
    expect(() => wire(CONFIG, { ...ENVIRONMENT, PARLEY_SETTLE_MS: 'soon' })).toThrow('PARLEY_SETTLE_MS')
  })

  test('says everything that is wrong with a config at once, by field', () => {
    const [connection] = CONFIG.connections
    if (connection === undefined) throw new Error('no connection')
    const wrong = {
      shops: [{ id: 'mine', name: 'x' }],
      connections: [
        {
          ...connection,
          name: 'Bad Name',
          secrets: { appSecret: 'value-of-it' },
          accounts: [{ id: '1', shop: 'shp_no' }],
        },
      ],
    }
    expect(() => wire(wrong, ENVIRONMENT)).toThrow(
      /shops\[0\]\.id[\s\S]*connections\[0\]\.name[\s\S]*secrets\.verifyToken[\s\S]*secrets\.appSecret[\s\S]*shp_no/,
    )
  })

  test('takes the previous value of a secret beside the new one', async () => {
    const wired = wire(CONFIG, { ...ENVIRONMENT, PARLEY_API_KEY_PREVIOUS: 'old' })
    expect(wired.apiKeys).toEqual(['prl_test_key', 'old'])
  })
})
