import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import * as z from 'zod'
import {
  ImpossibleAction,
  brokenConnection,
  connectionOf,
  type Faults,
  type SandboxAccount,
  type SandboxDeps,
} from '../../sandbox.ts'
import { inTurn, type SandboxState } from '../../sandbox-state.ts'
import type { PlayedProvider, Said } from '../sandbox-provider.ts'
import { consentOf } from './keywords.ts'
import { event, inbound, notification, type Input } from './sandbox-events.ts'

type SendFault = NonNullable<Faults['send']>

const refusal = (type: string, more: Readonly<Record<string, unknown>> = {}, status = 400): Response =>
  Response.json(
    { __type: `com.amazonaws.pinpointsmsvoicev2#${type}`, Message: 'refused by the sandbox', ...more },
    { status },
  )
const invalid = (Name: string): Response =>
  refusal('ValidationException', { Reason: 'FIELD_VALIDATION_FAILED', Fields: [{ Name, Message: 'is not valid' }] })

/** What a fault makes of a send that is not taken; undefined where it is taken all the same. */
const faultAnswer = ({ fault, retryAfterSeconds }: SendFault): Response | undefined => {
  if (fault === 'refuse_connection') return brokenConnection('refused')
  if (fault === 'expired_token') return refusal('UnrecognizedClientException')
  if (fault === 'server_error') return refusal('InternalServerException', {}, 500)
  if (fault === 'drop') return undefined
  const response = refusal('ThrottlingException')
  if (retryAfterSeconds !== undefined) response.headers.set('retry-after', String(retryAfterSeconds))
  return response
}

/** Limits of the API's reference. */
const Send = z.object({
  DestinationPhoneNumber: z.string().regex(/^\+?[1-9]\d{1,18}$/),
  OriginationIdentity: z.string().regex(/^[A-Za-z0-9_:/+-]{1,256}$/),
  MessageBody: z.string().min(1).max(1600),
  MessageType: z.enum(['TRANSACTIONAL', 'PROMOTIONAL']),
  ConfigurationSetName: z.string().min(1).max(256).optional(),
  Context: z
    .record(z.string().regex(/^\S{1,100}$/), z.string().min(1).max(800))
    .refine((context) => Object.keys(context).length <= 5)
    .optional(),
})

const parsed = (body: string): Input | undefined => {
  try {
    return JSON.parse(body) as Input
  } catch {
    return undefined
  }
}

/** The statuses that are published, in the order in which they are. */
const statuses = ({ receipts = ['sent', 'delivered'], reverseReceipts = false }: Faults): string[] => {
  const words = ['QUEUED']
  if (receipts.includes('sent')) words.push('SUCCESSFUL')
  if (receipts.includes('delivered')) words.push('DELIVERED')
  if (receipts.includes('failed')) words.push('UNREACHABLE')
  return reverseReceipts ? words.reverse() : words
}

const pair = (sender: string, recipient: string): string => `${sender} ${recipient}`

/** AWS End User Messaging: takes SendTextMessage, and publishes events and messages to the connection's queue. */
export const awsSandbox = (deps: SandboxDeps, own: readonly SandboxAccount[], state: SandboxState): PlayedProvider => {
  const optedOut = new Set<string>()
  const lastSent = new Map<string, string>()

  const id = (): string => {
    const hex = createHash('sha256').update(deps.nonce()).digest('hex')
    return [8, 12, 16, 20, 32].map((end, at) => hex.slice([0, 8, 12, 16, 20][at], end)).join('-')
  }

  /** Publishes as often as it is to come; SNS gives every copy an id and a time of its own. */
  const publish = async ({ connection }: SandboxAccount, message: object): Promise<void> => {
    for (let copy = 0; copy <= (state.faults().duplicates ?? 0); copy += 1)
      await deps.enqueue(connection, notification(message, id(), deps.now() + copy * 3_600_000))
  }

  const report = async (account: SandboxAccount, messageId: string, input: Input): Promise<void> => {
    // Events are published for a configuration set, to its destinations.
    if (input['ConfigurationSetName'] === undefined) return
    const requestedAt = deps.now()
    const { earlyReceipts = false, receiptDelayMs = 0 } = state.faults()
    const jobs = statuses(state.faults()).map(
      (status) => () => publish(account, event(messageId, input, status, requestedAt, deps.now())),
    )
    if (earlyReceipts) for (const job of jobs) await job()
    else inTurn(deps.later, receiptDelayMs, jobs)
  }

  const refuse = (input: Input): Response | undefined => {
    const read = Send.safeParse(input)
    if (!read.success) return invalid(String(read.error.issues[0]?.path[0] ?? 'MessageBody'))
    const { OriginationIdentity: from, DestinationPhoneNumber: to } = read.data
    if (!own.some(({ account }) => account === from)) return refusal('ResourceNotFoundException')
    return optedOut.has(pair(from, to))
      ? refusal('ConflictException', { Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' })
      : undefined
  }

  /** Takes the message, or says why not. The id is given where it was taken, answered or not. */
  const send = async (headers: Headers, input: Input | undefined): Promise<readonly [Response, string?]> => {
    const fault = state.nextSendFault()
    const failed = fault && faultAnswer(fault)
    if (failed) return [failed]
    if (headers.get('authorization')?.startsWith('AWS4-HMAC-SHA256 ') !== true)
      return [refusal('MissingAuthenticationTokenException')]
    if (headers.get('x-amz-target') !== 'PinpointSMSVoiceV2.SendTextMessage')
      return [refusal('UnknownOperationException')]
    if (input === undefined) return [refusal('SerializationException')]
    const refused = refuse(input)
    const account = own.find((known) => known.account === input['OriginationIdentity'])
    if (refused || account === undefined) return [refused ?? refusal('ResourceNotFoundException')]
    const MessageId = id()
    lastSent.set(pair(account.account, String(input['DestinationPhoneNumber'])), MessageId)
    await report(account, MessageId, input)
    return [fault ? brokenConnection('dropped') : Response.json({ MessageId }), MessageId]
  }

  const api = new Hono()
  api.post('/', async (c) => {
    const input = parsed(await c.req.text())
    const [response, providerId] = await send(c.req.raw.headers, input)
    if (connectionOf(response) === 'refused') return response
    const path = c.req.header('x-amz-target') ?? '/'
    const { status } = response
    state.record({ at: deps.now(), method: 'POST', path, body: input, status, ...(providerId && { providerId }) })
    return response
  })

  const customer = async (account: SandboxAccount, said: Said): ReturnType<PlayedProvider['customer']> => {
    if (said.media.length > 0) throw new ImpossibleAction('AWS takes no MMS from customers')
    const messageId = id()
    const about = pair(account.account, said.from)
    const message = inbound(messageId, said, account.account, lastSent.get(about))
    const consent = consentOf(said.text, undefined)
    if (consent === 'revoked') optedOut.add(about)
    if (consent === 'granted') optedOut.delete(about)
    await publish(account, message)
    return { providerId: said.params['inboundMessageId'] ?? messageId, status: 200 }
  }

  return { api, customer }
}
