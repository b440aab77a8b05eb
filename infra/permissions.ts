import type { Deployment } from '../adapters/deployment.ts'
import { FUNCTIONS, type FunctionName, OBJECTS, type QueueName } from '../functions/aws/shape.ts'

export type ObjectsOf = `objects ${keyof typeof OBJECTS}`
export type QueueOf = `queue ${QueueName}`

/** What a grant is on; roles.ts tells the ARNs. */
export type Resource =
  | 'table'
  | 'indexes'
  | 'stream'
  | 'streams of the table'
  | 'secrets'
  | 'bucket'
  | ObjectsOf
  | QueueOf
  | 'queues of connections'
  | 'mail identities and sets'
  | 'numbers and sets'
  | 'own log'

export interface Grant {
  readonly actions: readonly string[]
  readonly on: readonly Resource[]
  /** Why the resource is wider than one name, where it is. */
  readonly wide?: string
}

const READ = ['dynamodb:GetItem', 'dynamodb:Query']
const WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem']
const INTO = 's3:PutObject'
const FROM = 's3:GetObject'
const DELETE = 's3:DeleteObject'

const ANY_OBJECT = 'the names of objects are not known before; the first part of a name says whose they are'

const table = (...actions: readonly string[]): Grant => ({ actions, on: ['table'] })
const find = (): Grant => ({ actions: ['dynamodb:Query'], on: ['indexes'] })
const wake = (...queues: readonly QueueName[]): Grant => ({
  actions: ['sqs:SendMessage'],
  on: queues.map((name) => `queue ${name}` as const),
})
const objects = (action: string, ...on: readonly (keyof typeof OBJECTS)[]): Grant => ({
  actions: [action],
  on: on.map((name) => `objects ${name}` as const),
  wide: ANY_OBJECT,
})
/** Whoever projects may find that something is of a person who was erased: its files go with it. */
const erase = (): Grant => objects(DELETE, 'media', 'mail', 'mailIn', 'uploads')
/** Without it S3 answers 403 and not 404 for an object that is not there: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
const tellAbsence: Grant = { actions: ['s3:ListBucket'], on: ['bucket'] }
/** What Lambda's poller asks with the role of the function it polls for. */
const consume = (...on: readonly Resource[]): Grant => ({
  actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  on,
})

/**
 * A delivery is recorded with the files in it. What does not fit into the queue is spilled into the bucket.
 */
const RECORD: readonly Grant[] = [
  table('dynamodb:PutItem', 'dynamodb:UpdateItem'),
  objects(INTO, 'mail'),
  // A mail that was erased may come again, and its files with it.
  table('dynamodb:Query', 'dynamodb:DeleteItem'),
  objects(DELETE, 'mail'),
]

const sending = ({ connections }: Deployment): readonly Grant[] => [
  ...(connections.some(({ needs }) => needs.sendsMail)
    ? // SES asks for both where the mail is handed over whole: https://docs.aws.amazon.com/ses/latest/dg/sending-authorization-policies.html
      [{ actions: ['ses:SendEmail', 'ses:SendRawEmail'], on: ['mail identities and sets'] } satisfies Grant]
    : []),
  ...(connections.some(({ needs }) => needs.sendsSms)
    ? [
        {
          actions: ['sms-voice:SendTextMessage'],
          on: ['numbers and sets'],
          wide: 'the config names numbers as people write them, and their ARNs have ids that AWS gives',
        } satisfies Grant,
      ]
    : []),
]

const GRANTS: Readonly<Record<FunctionName, (deployment: Deployment) => readonly Grant[]>> = {
  webhook: () => [...RECORD, wake('spill'), objects(INTO, 'spill')],
  inbound: ({ connections }) => [
    ...RECORD,
    consume('queue spill', ...(connections.some(({ queue }) => queue) ? (['queues of connections'] as const) : [])),
    objects(FROM, 'spill', ...(connections.some(({ needs }) => needs.receivesMail) ? (['mailIn'] as const) : [])),
    ...(connections.some(({ needs }) => needs.receivesMail)
      ? [table('dynamodb:GetItem'), objects(DELETE, 'mailIn')]
      : []),
    tellAbsence,
  ],
  project: () => [
    table(...READ, ...WRITE),
    wake('wake', 'notify', 'job'),
    erase(),
    { actions: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'], on: ['stream'] },
    {
      actions: ['dynamodb:ListStreams'],
      on: ['streams of the table'],
      wide: 'the action lists streams, so it has none to name; it is held to those of this table',
    },
    // Lambda puts records that were given up there with this role, and looks at the bucket first.
    objects(INTO, 'failed'),
    tellAbsence,
  ],
  deliver: (deployment) => [
    table(...READ, ...WRITE),
    wake('notify'),
    consume('queue wake'),
    { actions: ['sqs:ChangeMessageVisibility'], on: ['queue wake'] },
    // Providers fetch files that a shop sends by links signed with this role.
    objects(FROM, 'uploads'),
    ...sending(deployment),
  ],
  notify: () => [table(...READ, ...WRITE), consume('queue notify')],
  jobs: () => [
    // A resync reads the whole table for facts; nothing else scans.
    table(...READ, 'dynamodb:Scan', ...WRITE),
    // It projects what it finds, as `project` does, but for jobs: those are due in the table.
    wake('wake', 'notify'),
    consume('queue job'),
    objects(INTO, 'media', 'exports'),
    objects('s3:AbortMultipartUpload', 'media', 'exports'),
    erase(),
    // An export is written in parts, joined, and deleted when its time is over.
    objects(FROM, 'exports'),
    objects(DELETE, 'exports'),
  ],
  api: () => [
    table(...READ, ...WRITE),
    find(),
    // What is accepted is woken by project, after it is in the stream.
    wake('notify', 'job'),
    // Browsers fetch and upload by links signed with this role.
    objects(FROM, 'media', 'mail', 'mailIn', 'uploads', 'exports'),
    objects(INTO, 'uploads'),
    erase(),
    tellAbsence,
  ],
  tick: () => [table(...READ, ...WRITE), find(), wake('wake', 'notify', 'job')],
}

/** Every function writes its log, and reads all secrets: each is put together with the connections of the whole config. */
const COMMON: readonly Grant[] = [
  {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    on: ['own log'],
    wide: 'a log has streams, which Lambda names',
  },
  { actions: ['ssm:GetParameters'], on: ['secrets'] },
]

/** The one table of what each function may do. Nothing else grants anything. */
export const grantsOf = (deployment: Deployment): Readonly<Record<FunctionName, readonly Grant[]>> =>
  Object.fromEntries(FUNCTIONS.map((name) => [name, [...COMMON, ...GRANTS[name](deployment)]])) as unknown as Record<
    FunctionName,
    readonly Grant[]
  >

export interface Allowed {
  readonly action: string
  readonly resource: Resource
}

/** The same one by one, to compare with what a function does. */
export const allowedOf = (deployment: Deployment): Readonly<Record<FunctionName, readonly Allowed[]>> =>
  Object.fromEntries(
    Object.entries(grantsOf(deployment)).map(([name, grants]) => [
      name,
      grants.flatMap(({ actions, on }) => on.flatMap((resource) => actions.map((action) => ({ action, resource })))),
    ]),
  ) as unknown as Record<FunctionName, readonly Allowed[]>
