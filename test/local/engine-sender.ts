import { memoryObjects } from '../support/memory-objects.ts'
import { sqsClient } from '../../functions/aws/clients.ts'
import { createQueues } from '../../functions/aws/queues.ts'
import { DEFAULT_QUEUES, openQueues } from '../../local/engine/queues.ts'

/** A process that sends wake-ups, prints each that was acknowledged, and ends itself as a crash would. */
const [dir = ''] = process.argv.slice(2)
const { endpoint, queues } = await openQueues({ dir, queues: DEFAULT_QUEUES })
const client = sqsClient({
  AWS_REGION: 'local',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL_SQS: endpoint,
})
const sender = createQueues({
  client,
  wakeQueueUrl: queues.wake.url,
  notifyQueueUrl: queues.notify.url,
  spillQueueUrl: queues.spill.url,
  jobQueueUrl: queues.job.url,
  objects: memoryObjects(),
  hash: (...parts) => parts.join('-'),
})
let sent = 0
const send = async (): Promise<void> => {
  for (;;) {
    const conversation = `cnv_${sent++}`
    await sender.wake(conversation, 'sent')
    process.stdout.write(`${conversation}\n`)
    if (sent > 60) process.kill(process.pid, 'SIGKILL')
  }
}
await Promise.all(Array.from({ length: 8 }, send))
