import { measure, segments } from '../../../core/text/measure.ts'
import type { Said } from '../sandbox-provider.ts'

export type Input = Readonly<Record<string, unknown>>

const word = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What a topic writes to the queue that is subscribed to it. */
export const notification = (message: object, id: string, at: number): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: id,
    TopicArn: 'arn:aws:sns:eu-central-1:000000000000:sandbox-sms',
    Message: JSON.stringify(message),
    Timestamp: new Date(at).toISOString(),
    SignatureVersion: '1',
    Signature: 'EXAMPLE',
    SigningCertURL: 'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0.pem',
    UnsubscribeURL: 'https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe',
  })

/** A message of a customer. https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html */
export const inbound = (id: string, { from, text, params }: Said, to: string, previous: string | undefined): Input => {
  const stated: Record<string, string | null | undefined> = {
    originationNumber: from,
    destinationNumber: to,
    messageKeyword: 'KEYWORD_000000000000',
    messageBody: text,
    inboundMessageId: id,
    previousPublishedMessageId: previous,
    ...params,
  }
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== null && value !== undefined))
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  QUEUED: 'Message is queued',
  SUCCESSFUL: 'Message has been accepted by phone carrier',
  DELIVERED: 'Message has been accepted by phone',
  UNREACHABLE: 'Phone is currently unreachable/unavailable',
}

/** An event of a message. https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html */
export const event = (id: string, input: Input, status: string, requestedAt: number, at: number): Input => {
  const text = word(input['MessageBody'])
  const parts = Math.max(1, measure(text, 'segments'))
  return {
    eventType: `TEXT_${status}`,
    eventVersion: '1.0',
    eventTimestamp: at,
    isFinal: status !== 'QUEUED',
    originationPhoneNumber: word(input['OriginationIdentity']),
    destinationPhoneNumber: word(input['DestinationPhoneNumber']),
    isoCountryCode: 'US',
    mcc: '310',
    mnc: '800',
    carrierName: 'Sandbox Wireless',
    messageId: id,
    messageRequestTimestamp: requestedAt,
    messageEncoding: segments(text).encoding === 'gsm7' ? 'GSM' : 'Unicode',
    messageType: word(input['MessageType']),
    messageStatus: status,
    messageStatusDescription: DESCRIPTIONS[status] ?? '',
    context: input['Context'] ?? {},
    totalMessageParts: parts,
    totalMessagePrice: Number((parts * 0.00581).toFixed(5)),
    totalCarrierFee: Number((parts * 0.003).toFixed(5)),
  }
}
