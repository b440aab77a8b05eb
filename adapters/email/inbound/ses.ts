import { compact } from '../../../core/compact.ts'
import type { QueueMessage, QueueRead } from '../../adapter.ts'
import { readSns } from '../../sns.ts'
import type { InboundConfig } from './config.ts'
import { readJson } from '../../json.ts'
import { objectIn, stringIn, type Json } from './json.ts'
import type { InboundProvider } from './provider.ts'
import { eventName, IGNORED_EVENTS } from './ses-notification.ts'

/** What SES puts into the bucket once, when a rule is set up. */
const SETUP = 'AMAZON_SES_SETUP_NOTIFICATION'

const setUp = (notification: Json): boolean => {
  const key = stringIn(objectIn(objectIn(notification['receipt'])['action'])['objectKey'])
  return objectIn(notification['mail'])['messageId'] === SETUP || key?.split('/').at(-1) === SETUP
}

/** Reads a message of the queue that the topic of the receipt rule, and that of the sending events, write to. */
const queue =
  (webhookUrl: string) =>
  ({ body }: QueueMessage): QueueRead => {
    const sns = readSns(body)
    if (sns.kind === 'ignore') return sns
    const notification = objectIn(readJson(sns.message))
    if (setUp(notification)) return { kind: 'ignore', reason: 'SES set-up notification' }
    const event = eventName(notification)
    if (event !== undefined && IGNORED_EVENTS.has(event)) return { kind: 'ignore', reason: `SES event ${event}` }
    const action = objectIn(objectIn(notification['receipt'])['action'])
    const [bucket, key] = [stringIn(action['bucketName']), stringIn(action['objectKey'])]
    const delivery = {
      method: 'POST',
      url: webhookUrl,
      query: [],
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode(sns.message),
    }
    return compact({
      kind: 'delivery' as const,
      delivery,
      object: event === 'received' && bucket !== undefined && key !== undefined ? { bucket, key } : undefined,
    })
  }

/** Amazon SES: a receipt rule writes the mail to S3, and its topic tells the connection's queue. No public endpoint. */
export const ses: InboundProvider<Extract<InboundConfig, { by: 'ses' }>> = {
  queue,
  reader: () => import('./ses-mail.ts'),
}
