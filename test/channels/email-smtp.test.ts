import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import { smtpFailure } from '../../adapters/email/errors.ts'
import { CUSTOMER, mail, MAILBOX, sending } from './email.sends.ts'

const HOST = '127.0.0.1'
const PASSWORD = 'smtp-password'

interface Taken {
  readonly from: string
  readonly to: readonly string[]
  readonly data: Buffer
}
let closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(closing.map((close) => close()))
  closing = []
})

const noMail = (): never => {
  throw new Error('nothing is fetched')
}

const say = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code })

/** A mail server of this machine that takes mail, but for what the test says. */
const server = async (options: SMTPServerOptions = {}) => {
  const taken: Taken[] = []
  const smtp = new SMTPServer({
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    authOptional: true,
    logger: false,
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = envelope
        taken.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          data: Buffer.concat(chunks),
        })
        done()
      })
    },
    ...options,
  })
  smtp.on('error', () => undefined)
  await new Promise<void>((resolve) => void smtp.listen(0, HOST, resolve))
  closing.push(() => new Promise((resolve) => smtp.close(() => resolve(undefined))))
  return { port: (smtp.server.address() as AddressInfo).port, taken }
}

/** Something that listens and says what the test says, line by line. */
const talker = async (answer: (line: string, end: () => void) => string | undefined, greeting = '220 hello\r\n') => {
  const sockets = new Set<import('node:net').Socket>()
  const raw: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.write(greeting)
    socket.on('data', (data) => {
      for (const line of data.toString('latin1').split('\r\n').slice(0, -1)) {
        const reply = answer(line, () => socket.destroy())
        if (reply !== undefined && !socket.destroyed) socket.write(`${reply}\r\n`)
      }
    })
  })
  await new Promise<void>((resolve) => void raw.listen(0, HOST, resolve))
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => raw.close(resolve))
  })
  return (raw.address() as AddressInfo).port
}

const by = (port: number, part = mail(), config: object = {}, signal?: AbortSignal) =>
  sending(part, noMail, {
    send: { by: 'smtp', host: HOST, port, requireTls: false, ...config },
    ...(signal ? { signal } : {}),
  })
const outcomeOf = async (...args: Parameters<typeof by>) => (await by(...args)).outcome
const failureOf = async (...args: Parameters<typeof by>) => {
  const outcome = await outcomeOf(...args)
  return outcome.kind === 'refused' ? outcome.failure : outcome
}

describe('a mail server takes a mail', () => {
  test('whole, for all recipients, the blind ones only in the envelope; its id is the mail’s own', async () => {
    const { port, taken } = await server()
    const part = mail({ text: '.leading dot\r\n..\r\nend', cc: ['ben@example.com'], bcc: ['archive@shop.example'] })
    const { outcome, requests } = await by(port, part)
    expect(outcome).toMatchObject({ kind: 'accepted', providerId: 'msg_8sKq2.0@shop.example' })
    expect(requests).toHaveLength(0)
    expect(taken).toHaveLength(1)
    expect(taken[0]).toMatchObject({ from: MAILBOX, to: [CUSTOMER, 'ben@example.com', 'archive@shop.example'] })
    const parsed = await PostalMime.parse(taken[0]?.data ?? '')
    expect(parsed.text?.trim()).toBe('.leading dot\n..\nend')
    expect(parsed.messageId).toBe('<msg_8sKq2.0@shop.example>')
    expect(taken[0]?.data.toString()).not.toContain('archive@')
  })

  test('after a login with the password of the secret', async () => {
    const logins: unknown[] = []
    const { port } = await server({
      authOptional: false,
      onAuth: ({ username, password }, _, done) => {
        logins.push([username, password])
        done(null, { user: username })
      },
    })
    expect(await outcomeOf(port, mail(), { user: 'support' })).toMatchObject({ kind: 'accepted' })
    expect(logins).toEqual([['support', PASSWORD]])
  })

  test('whose letters only SMTPUTF8 can write', async () => {
    const { port, taken } = await server()
    expect(await outcomeOf(port, mail({ to: ['jörg@example.com'] }))).toMatchObject({ kind: 'accepted' })
    expect(taken[0]?.to).toEqual(['jörg@example.com'])
  })
})

describe('a mail that was surely not sent is refused', () => {
  const unavailable = { code: 'provider_unavailable', retry: 'backoff', scope: 'account' }

  test('where nobody listens', async () => {
    const port = await talker(() => undefined)
    await Promise.all(closing.map((close) => close()))
    closing = []
    expect(await failureOf(port)).toMatchObject({ ...unavailable, provider: { code: 'ESOCKET' } })
  })

  test('where the server hangs up at once, or in the middle of the envelope', async () => {
    const silent = await talker(() => undefined, '')
    const signal = AbortSignal.abort()
    expect(await failureOf(silent, mail(), {}, signal)).toMatchObject(unavailable)
    const early = await talker((line, end) => {
      if (line.startsWith('MAIL')) return end() as undefined
      return '250 ok'
    })
    expect(await failureOf(early)).toMatchObject(unavailable)
  })

  test('where TLS is asked for and not there, or its certificate nobody vouches for', async () => {
    const plain = await server({ disabledCommands: ['STARTTLS'] })
    expect(await failureOf(plain.port, mail(), { requireTls: true })).toMatchObject({
      ...unavailable,
      provider: { code: 'ETLS' },
    })
    const selfSigned = await server({ hideSTARTTLS: false })
    expect(await failureOf(selfSigned.port, mail(), { requireTls: true })).toMatchObject(unavailable)
    const implicit = await server({ secure: true })
    expect(await failureOf(implicit.port, mail(), { secure: true })).toMatchObject(unavailable)
    for (const { taken } of [plain, selfSigned, implicit]) expect(taken).toHaveLength(0)
  })

  test('where the login is refused: the account needs a new password, and nobody reads the old one', async () => {
    const { port } = await server({
      authOptional: false,
      onAuth: ({ password }, _, done) => done(say(535, `5.7.8 wrong: ${password}`)),
    })
    const failure = await failureOf(port, mail(), { user: 'support' })
    expect(failure).toMatchObject({ code: 'credentials_invalid', scope: 'account', retry: 'no' })
    expect(JSON.stringify(failure)).not.toContain(PASSWORD)
  })

  test('where a login is wanted and none configured, or no password set', async () => {
    const { port } = await server({ authOptional: false })
    expect(await failureOf(port)).toMatchObject({ code: 'credentials_invalid' })
    const { outcome } = await sending(mail(), noMail, {
      send: { by: 'smtp', host: HOST, port, user: 'support', requireTls: false },
      deps: { secrets: { smtpPassword: [] } },
    })
    expect(outcome).toMatchObject({ kind: 'refused', failure: { code: 'credentials_invalid' } })
  })

  test('where the server is busy, or wants to see the sender again later', async () => {
    const busy = await talker(() => '421 4.3.2 shutting down')
    expect(await failureOf(busy)).toMatchObject(unavailable)
    const grey = await server({ onRcptTo: (_, __, done) => done(say(451, '4.7.1 greylisted')) })
    expect(await failureOf(grey.port)).toMatchObject({ ...unavailable, scope: 'recipient' })
  })

  test('where the recipient is not there', async () => {
    const { port, taken } = await server({ onRcptTo: (_, __, done) => done(say(550, '5.1.1 no such user')) })
    expect(await failureOf(port)).toMatchObject({
      code: 'recipient_unreachable',
      retry: 'no',
      provider: { code: '550', subcode: '5.1.1' },
    })
    expect(taken).toHaveLength(0)
  })

  test('where the sender is not welcome', async () => {
    const { port } = await server({ onMailFrom: (_, __, done) => done(say(550, '5.7.1 not yours to send from')) })
    expect(await failureOf(port)).toMatchObject({ code: 'policy_blocked' })
  })

  test('where the server says so after it has read the mail', async () => {
    const refusing = async (code: number, text: string) => {
      const { port } = await server({
        onData: (stream, _, done) => {
          stream.resume()
          stream.on('end', () => done(say(code, text)))
        },
      })
      return failureOf(port)
    }
    expect(await refusing(554, '5.7.1 looks like spam')).toMatchObject({ code: 'policy_blocked', scope: 'message' })
    expect(await refusing(552, '5.3.4 too big')).toMatchObject({ code: 'content_too_large' })
    expect(await refusing(451, '4.3.0 disk full')).toMatchObject({ code: 'provider_unavailable', retry: 'backoff' })
  })

  test('where the mail is larger than the server said it takes', async () => {
    const { port, taken } = await server({ size: 1000 })
    expect(await failureOf(port, mail({ text: 'x'.repeat(2000) }))).toMatchObject({ code: 'content_too_large' })
    expect(taken).toHaveLength(0)
  })
})

describe('several recipients', () => {
  test('where one is refused nobody gets the mail, and it is said which way', async () => {
    const { port, taken } = await server({
      onRcptTo: ({ address }, _, done) => (address.startsWith('gone') ? done(say(550, '5.1.1 no such user')) : done()),
    })
    const part = mail({ cc: ['gone@example.com'], bcc: ['archive@shop.example'] })
    expect(await failureOf(port, part)).toMatchObject({ code: 'recipient_unreachable', retry: 'no' })
    expect(taken).toHaveLength(0)
  })

  test('where one is to be tried later the whole mail is', async () => {
    const { port, taken } = await server({
      onRcptTo: ({ address }, _, done) => (address.startsWith('full') ? done(say(452, '4.2.2 full')) : done()),
    })
    expect(await failureOf(port, mail({ cc: ['full@example.com'] }))).toMatchObject({ retry: 'backoff' })
    expect(taken).toHaveLength(0)
  })
})

describe('a mail that may have been sent is unknown', () => {
  /** Takes the mail up to its last line, and then does what the test says. */
  const afterTheDot = (then: (end: () => void) => string | undefined) => {
    let inData = false
    return talker((line, end) => {
      if (inData) {
        if (line !== '.') return undefined
        inData = false
        return then(end)
      }
      if (line === 'DATA') inData = true
      return inData ? '354 go on' : '250 ok'
    })
  }

  test('where the server hung up without a word', async () => {
    const port = await afterTheDot((end) => end() as undefined)
    expect(await outcomeOf(port)).toMatchObject({ kind: 'unknown' })
  })

  test('where it said something that is no reply', async () => {
    const port = await afterTheDot(() => 'what?')
    expect(await outcomeOf(port)).toMatchObject({ kind: 'unknown' })
  })

  test('where we stopped waiting', async () => {
    const controller = new AbortController()
    const port = await afterTheDot(() => {
      controller.abort()
      return undefined
    })
    expect(await outcomeOf(port, mail(), {}, controller.signal)).toEqual({ kind: 'unknown', detail: 'aborted' })
  })

  test('but not where we stopped before the server asked for it', async () => {
    const controller = new AbortController()
    const port = await talker((line) => {
      if (!line.startsWith('MAIL')) return '250 ok'
      controller.abort()
      return undefined
    })
    expect(await outcomeOf(port, mail(), {}, controller.signal)).toMatchObject({
      kind: 'refused',
      failure: { code: 'provider_unavailable' },
    })
  })
})

describe('replies of servers', () => {
  test.each([
    ['550 5.1.1 unknown', 'recipient', 'recipient_unreachable', 'no', 'recipient'],
    ['550-5.1.1 unknown', 'recipient', 'recipient_unreachable', 'no', 'recipient'],
    ['550 5.1.10 null MX', 'recipient', 'recipient_unreachable', 'no', 'recipient'],
    ['550 unknown', 'recipient', 'recipient_unreachable', 'no', 'recipient'],
    ['553 5.1.8 sender’s domain', 'sender', 'policy_blocked', 'no', 'account'],
    ['552 5.2.2 full', 'recipient', 'recipient_unreachable', 'no', 'recipient'],
    ['552 5.2.3 long', 'data', 'content_too_large', 'no', 'message'],
    ['552 long', 'data', 'content_too_large', 'no', 'message'],
    ['554 5.6.0 bad MIME', 'data', 'content_unsupported', 'no', 'message'],
    ['550 5.6.7 no SMTPUTF8', 'sender', 'recipient_unreachable', 'no', 'recipient'],
    ['550 5.7.1 relaying denied', 'recipient', 'policy_blocked', 'no', 'message'],
    ['550 5.7.26 DMARC', 'data', 'policy_blocked', 'no', 'account'],
    ['554 blocked', 'data', 'policy_blocked', 'no', 'message'],
    ['554 go away', 'connect', 'policy_blocked', 'no', 'account'],
    ['530 5.7.0 login first', 'sender', 'credentials_invalid', 'no', 'account'],
    ['535 no', 'auth', 'credentials_invalid', 'no', 'account'],
    ['556 5.1.10 takes no mail', 'recipient', 'recipient_unreachable', 'no', 'recipient'],
    ['503 5.5.1 order', 'data', 'provider_rejected', 'no', 'message'],
    ['599', 'data', 'provider_rejected', 'no', 'message'],
    ['454 4.7.0 login later', 'auth', 'provider_unavailable', 'backoff', 'account'],
    ['450 4.2.0 greylisted', 'recipient', 'provider_unavailable', 'backoff', 'recipient'],
  ] as const)('%s to the %s: %s', (reply, step, code, retry, scope) => {
    expect(smtpFailure(reply, step)).toMatchObject({ code, retry, scope })
  })

  test('what is no reply of no is none', () => {
    for (const reply of ['', '250 ok', '354', 'hello', '5', 'x550 no'])
      expect(smtpFailure(reply, 'data')).toBeUndefined()
  })
})
