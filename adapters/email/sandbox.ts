import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import {
  ImpossibleAction,
  brokenConnection,
  connectionOf,
  type Faults,
  type Sandbox,
  type SandboxAccount,
  type SandboxDeps,
  type SandboxFactory,
} from '../sandbox.ts'
import { inTurn, sandboxState } from '../sandbox-state.ts'
import { wireId } from './outbound/headers.ts'
import { SMTP_PATH, SmtpMessage } from './outbound/smtp-sandbox.ts'
import { CustomerInput } from './sandbox/input.ts'
import { autoReply, bounceLetter, complaintLetter, customerLetter, type Letter, type Stamp } from './sandbox/letter.ts'
import { SendEmail, sesError, sesFault, sesRefusal, smtpFault, smtpReply } from './sandbox/refusals.ts'
import { enveloped, sendingEvent, type EventWord } from './sandbox/ses-words.ts'
import { readMail, type SentMail } from './sandbox/sent.ts'
import { bringIn, gatewayId } from './sandbox/ways-in.ts'

const channel = 'email'

/** What a request says, for people who look what was sent. Never the mail's bytes. */
const shown = ({ mail, recipients, tags, configurationSet, by }: SentMail) => ({
  by,
  recipients,
  ...mail,
  attachments: mail.attachments.length,
  files: mail.attachments,
  ...(by === 'ses' ? { tags, configurationSet } : {}),
})

/** The events of a mail that arrives, in their order. */
const eventsOf = ({ receipts = ['sent', 'delivered'], reverseReceipts = false }: Faults): EventWord[] => {
  const words: EventWord[] = []
  if (receipts.includes('sent')) words.push('Send')
  if (receipts.includes('delivered')) words.push('Delivery')
  if (receipts.includes('failed')) words.push('Bounce')
  return reverseReceipts ? words.reverse() : words
}

/** Amazon SES and a mail server that take mails, and the people who get them. */
const create = (deps: SandboxDeps): Sandbox => {
  const state = sandboxState()
  const sent = new Map<string, SentMail>()

  const stamp = (): Stamp => ({
    at: deps.now(),
    id: createHash('sha256').update(deps.nonce()).digest('hex').slice(0, 32),
  })
  const accountOf = (id: string | undefined): SandboxAccount => {
    const found = deps.accounts.find(({ account }) => id === undefined || account.toLowerCase() === id.toLowerCase())
    if (!found) throw new ImpossibleAction('the sandbox has no such account')
    return found
  }
  const sentBy = (providerId: string): SentMail => {
    const found = sent.get(providerId)
    if (!found) throw new ImpossibleAction('the sandbox was not sent such a mail')
    return found
  }

  /** SES's word about a mail; only a configuration set publishes any. */
  const publish = async (mail: SentMail, word: EventWord, permanent?: boolean): Promise<void> => {
    if (mail.by !== 'ses' || mail.configurationSet === undefined) return
    for (let copy = 0; copy <= (state.faults().duplicates ?? 0); copy += 1) {
      const at = deps.now() + copy * 3_600_000
      await deps.enqueue(mail.connection, enveloped(sendingEvent(word, mail, at, permanent), stamp().id, at))
    }
  }

  const report = async (mail: SentMail): Promise<void> => {
    const { earlyReceipts = false, receiptDelayMs = 0 } = state.faults()
    const jobs = eventsOf(state.faults()).map((word) => () => publish(mail, word))
    if (earlyReceipts) for (const job of jobs) await job()
    else inTurn(deps.later, receiptDelayMs, jobs)
  }

  /** Takes a mail whatever became of the answer, and writes down what it said. */
  const take = async (path: string, mail: SentMail, answer: Response): Promise<Response> => {
    sent.set(mail.providerId, mail)
    await report(mail)
    const { providerId } = mail
    state.record({ at: mail.at, method: 'POST', path, body: shown(mail), status: answer.status, providerId })
    return answer
  }
  const refuse = (path: string, answer: Response): Response => {
    if (connectionOf(answer) === 'refused') return answer
    state.record({ at: deps.now(), method: 'POST', path, body: {}, status: answer.status })
    return answer
  }

  const bySes = async (path: string, region: string, authorization: string, body: unknown): Promise<Response> => {
    const fault = state.nextSendFault()
    const failed = fault && sesFault(fault)
    if (failed) return refuse(path, failed)
    if (!authorization.startsWith('AWS4-HMAC-SHA256 '))
      return refuse(path, sesError(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token'))
    const request = SendEmail.safeParse(body)
    if (!request.success) return refuse(path, sesError(400, 'BadRequestException', 'The request is not right'))
    const refused = sesRefusal(request.data, deps.accounts)
    if (refused) return refuse(path, refused)
    const { FromEmailAddress, Destination, EmailTags, ConfigurationSetName, Content } = request.data
    const { id, at } = stamp()
    const providerId = `0102019f${id.slice(0, 8)}-${id.slice(8, 16)}-${id.slice(16, 20)}-${id.slice(20)}-000000`
    const account = accountOf(FromEmailAddress)
    const mail: SentMail = {
      providerId,
      wireId: wireId(providerId, region),
      by: 'ses',
      connection: account.connection,
      account: account.account,
      recipients: Object.values(Destination).flat(),
      at,
      tags: Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, [Value]])),
      configurationSet: ConfigurationSetName,
      mail: await readMail(Buffer.from(Content.Raw.Data, 'base64')),
    }
    return take(path, mail, fault ? brokenConnection('dropped') : Response.json({ MessageId: providerId }))
  }

  const bySmtp = async (path: string, body: unknown): Promise<Response> => {
    const fault = state.nextSendFault()
    const failed = fault && smtpFault(fault)
    if (failed) return refuse(path, failed)
    const message = SmtpMessage.safeParse(body)
    if (!message.success) return refuse(path, smtpReply(400, 'data', '501 5.5.2 what is that?'))
    const { from, recipients, data, user, password } = message.data
    const account = deps.accounts.find(({ account: id }) => id.toLowerCase() === from.toLowerCase())
    if (!account) return refuse(path, smtpReply(400, 'sender', '550 5.7.1 not yours to send from'))
    if (user !== undefined && password !== account.secrets['smtpPassword'])
      return refuse(path, smtpReply(400, 'auth', '535 5.7.8 wrong password'))
    const mail = await readMail(Buffer.from(data, 'base64'))
    const providerId = (mail.headers['message-id'] ?? '').replaceAll(/[<>]/g, '')
    const taken: SentMail = {
      providerId,
      wireId: providerId,
      by: 'smtp',
      connection: account.connection,
      account: account.account,
      recipients,
      at: deps.now(),
      tags: {},
      configurationSet: undefined,
      mail,
    }
    return take(path, taken, fault ? brokenConnection('dropped') : smtpReply(200, 'data', '250 2.0.0 Ok: queued'))
  }

  const api = new Hono()
  const json = async (request: Request): Promise<unknown> => request.json().catch(() => undefined)
  api.post('/v2/email/outbound-emails', async (c) => {
    const authorization = c.req.header('authorization') ?? ''
    // The region that was signed for: behind the sandbox there are no hosts any more.
    const region = /\/(\w{2}(?:-\w+)+-\d)\/ses\//.exec(authorization)?.[1] ?? 'eu-central-1'
    return bySes(c.req.path, region, authorization, await json(c.req.raw))
  })
  api.post(SMTP_PATH, async (c) => bySmtp(c.req.path, await json(c.req.raw)))

  /** Brings a letter in as often as it is to come. */
  const bring = async (arrival: Parameters<typeof bringIn>[0]): Promise<number> => {
    const status = await bringIn(arrival, deps)
    for (let copy = 0; copy < (state.faults().duplicates ?? 0); copy += 1) await bringIn(arrival, deps)
    return status
  }

  /** A mail that comes back, or is complained of: as an event where SES publishes any, else as a mail to the sender. */
  const comesBack = async (mail: SentMail, word: EventWord, letter: Letter, permanent?: boolean) => {
    if (mail.configurationSet === undefined)
      return {
        providerId: mail.providerId,
        status: await bring({ account: accountOf(mail.account), letter, verdicts: {} }),
      }
    await publish(mail, word, permanent)
    return { providerId: mail.providerId, status: 200 }
  }

  return {
    channel,
    api,
    customer: async (input) => {
      const did = CustomerInput.parse(input)
      if (did.type === 'bounce') {
        const mail = sentBy(did.target)
        return comesBack(mail, 'Bounce', bounceLetter(mail, did.permanent, stamp()), did.permanent)
      }
      if (did.type === 'complaint') {
        const mail = sentBy(did.target)
        return comesBack(mail, 'Complaint', complaintLetter(mail, stamp()))
      }
      if (did.type === 'auto_reply') {
        const mail = sentBy(did.target)
        const letter = autoReply(mail, did.text, stamp())
        const status = await bring({ account: accountOf(mail.account), letter, verdicts: {} })
        return { providerId: await gatewayId(letter, mail.recipients[0] ?? ''), status }
      }
      const answered = did.replyTo === undefined ? undefined : sentBy(did.replyTo)
      const account = accountOf(did.account ?? answered?.account)
      const letter = await customerLetter(did, account.account, answered, stamp())
      const status = await bring({ account, letter, verdicts: did.verdicts })
      return { providerId: await gatewayId(letter, did.from), status }
    },
    requests: state.requests,
    faults: state.setFaults,
  }
}

export const sandbox: SandboxFactory = { channel, input: CustomerInput, create }
