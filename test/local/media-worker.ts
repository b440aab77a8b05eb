import { existsSync, readFileSync } from 'node:fs'
import { whatsapp } from '../../adapters/whatsapp/index.ts'
import { projectItem } from '../../core/project/project.ts'
import { getMessage } from '../../core/read.ts'
import { recordFacts } from '../../core/record.ts'
import type { MessageFact } from '../../core/schema/fact.ts'
import { messageFact, messageId } from '../../core/store/keys.ts'
import { createJobs } from '../../functions/jobs.ts'
import { createPublicFetch } from '../../functions/outgoing/public-fetch.ts'
import { wire } from '../../functions/wire.ts'
import { createMemoryTable } from '../support/memory-table.ts'

/**
 * The jobs function in a process of its own, with a table in memory: it fetches one file into the object store, and prints
 * what became of it and the most memory the process ever had. Arguments: URL of the file; the S3 endpoint and bucket.
 */
const [url = '', endpoint = '', bucket = ''] = process.argv.slice(2)
const ACCOUNT = '100000000000001'
const SHOP = 'shp_default'

const jobs: string[] = []
const wired = wire(
  {
    connections: [
      {
        adapter: {
          ...whatsapp,
          // Without the provider's own way to a file, so that it is fetched from where the message says it is.
          create: (config: never, deps) => {
            const { media: _, ...adapter } = whatsapp.create(config, deps)
            return adapter
          },
        },
        name: 'main',
        secrets: { appSecret: 'APP_SECRET', verifyToken: 'VERIFY_TOKEN', accessToken: 'ACCESS_TOKEN' },
        accounts: [{ id: ACCOUNT }],
      },
    ],
  },
  {
    PARLEY_DEPLOY_KEY: 'a deploy key for tests, which is long enough',
    PARLEY_PUBLIC_URL: 'https://parley.test',
    PARLEY_WAKE_QUEUE_URL: 'https://queue.test/wake.fifo',
    PARLEY_BUCKET: bucket,
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_S3: endpoint,
  },
  {
    table: createMemoryTable(),
    queues: {
      wake: async () => undefined,
      notify: async () => undefined,
      spill: async () => undefined,
      job: async (id) => void jobs.push(id),
    },
    fetchPublic: createPublicFetch({ allow: [url] }),
    log: () => undefined,
  },
)

const fact: MessageFact = {
  kind: 'message',
  id: 'wamid.1',
  scope: ACCOUNT,
  account: ACCOUNT,
  at: null,
  direction: 'in',
  author: { kind: 'customer' },
  peers: [{ type: 'phone', value: '+15550001111' }],
  body: { text: 'a file', attachments: [{ id: '0', kind: 'document', state: 'pending', remote: { url } }] },
}
const { ctx } = wired
const key = messageFact(ctx.hash, 'whatsapp', ACCOUNT, fact.id)
await recordFacts(ctx, { channel: 'whatsapp', connection: 'main', receivedAt: ctx.now(), facts: [fact] })
await projectItem(ctx, { pk: `f#${key}`, sk: 'F' })
const Records = jobs.map((job) => ({ messageId: job, body: JSON.stringify({ v: 1, job }) }) as never)
const { batchItemFailures } = await createJobs(wired)({ Records })
const message = await getMessage(ctx, { name: 'worker', shop: SHOP }, messageId(key))
/** Of this process alone. What `resourceUsage` tells on Linux begins with the memory of the process that started this one. */
const peak = (): number => {
  if (!existsSync('/proc/self/status')) return process.resourceUsage().maxRSS * 1024
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
}
const peakBytes = peak()
console.log(JSON.stringify({ attachment: message.attachments[0], failures: batchItemFailures.length, peakBytes }))
process.exit()
