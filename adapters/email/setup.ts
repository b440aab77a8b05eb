import type { Asked, ChannelSetup, SetupAt } from '../setup.ts'
import { diagnose } from './diagnose.ts'
import type { EmailConfig } from './index.ts'
import { register } from './register.ts'

type At = Pick<SetupAt, 'webhookUrl' | 'accounts' | 'connection'>

/** With the secret of the webhook standing where Postmark sends it from. */
const postmarkUrl = (webhookUrl: string): string => webhookUrl.replace('https://', 'https://postmark:<the secret>@')

const RECEIVE: Readonly<Record<EmailConfig['receive']['by'], (at: At) => readonly string[]>> = {
  ses: ({ accounts }) => [
    'SES console → Identities → Create identity → Domain, with Easy DKIM; put the three CNAME records into your DNS.',
    `MX record for ${[...new Set(accounts.map((account) => account.split('@')[1]))].join(', ')}: 10 inbound-smtp.<region>.amazonaws.com; then all mail of that domain goes to SES.`,
    'parley register activates the receipt rules of the deploy, unless others are active: a region has one active set.',
  ],
  postmark: ({ webhookUrl, connection }) => [
    `POSTMARK_SERVER_TOKEN=… parley register --only email/${connection} does what follows. By hand:`,
    `Postmark → Servers → Inbound stream → Settings: Webhook ${postmarkUrl(webhookUrl)}, and tick “Include raw email content in JSON payload”.`,
    'Forward your mailbox to the address of the stream, or point the MX of a subdomain to inbound.postmarkapp.com.',
  ],
  mailgun: ({ webhookUrl, connection }) => [
    `MAILGUN_API_KEY=… parley register --only email/${connection} makes the route. By hand:`,
    `Mailgun → Receiving → Create route → Match recipient, your mailbox also with a label ((\\+.*)? before the @) → Forward to ${webhookUrl}`,
    'MX records of the domain: mxa.mailgun.org and mxb.mailgun.org.',
  ],
  sendgrid: ({ webhookUrl, connection }) => [
    `SENDGRID_API_KEY=… parley register --only email/${connection} makes the inbound parse. By hand:`,
    `SendGrid → Settings → Inbound Parse → Add host & URL: ${webhookUrl}, with spam check and “POST the raw, full MIME message”.`,
    'Add a security policy with signature verification to it; its public key is the secret. MX of the host: mx.sendgrid.net.',
  ],
  none: () => [],
}

const SEND: Readonly<Record<EmailConfig['send']['by'], readonly string[]>> = {
  ses: [
    'SES console → Account dashboard → Request production access: before, it writes to verified addresses alone. It takes about a day.',
    'DMARC record, where there is none: _dmarc TXT v=DMARC1; p=none',
  ],
  smtp: ['Nothing is to be done to send by SMTP but that SPF and DKIM of your domain name that server.'],
  none: [],
}

const key = (what: string, where: string): Asked => ({ what, where })
const smtp = (host: string, user: string) => ({ by: 'smtp', host, port: 587, user })

export const setup: ChannelSetup = {
  account: {
    what: 'Mailbox',
    where: 'the address that customers write to; by SES, one of a domain whose MX is SES',
    pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  },
  secrets: {
    replyToken: {
      what: 'Reply token',
      where: 'a long random text of your own; signs the address of answers',
      own: true,
    },
    postmarkToken: {
      what: 'Webhook token',
      where: 'a long random text of your own, put into the webhook’s address',
      own: true,
    },
    mailgunSigningKey: {
      what: 'HTTP webhook signing key',
      where: 'Mailgun → Settings → Security → HTTP webhook signing key',
    },
    sendgridPublicKey: {
      what: 'Public key',
      where: 'SendGrid → Settings → Inbound Parse → Security policy',
      pattern: /^MF[A-Za-z0-9+/]+=*$/,
    },
    smtpPassword: { what: 'SMTP password', where: 'the password of the user at your mail server' },
  },
  keys: {
    POSTMARK_SERVER_TOKEN: key('Server API token', 'Postmark → your server → API Tokens'),
    MAILGUN_API_KEY: key('API key', 'Mailgun → Settings → API Keys'),
    SENDGRID_API_KEY: key('API key', 'SendGrid → Settings → API Keys, with access to Inbound Parse'),
  },
  variants: [
    {
      name: 'ses',
      what: 'Amazon SES, both ways; for a domain of its own, or a subdomain',
      config: { receive: { by: 'ses' }, send: { by: 'ses', configurationSet: 'parley' } },
    },
    {
      name: 'postmark',
      what: 'Postmark; put the access key of an SMTP token into send.user',
      config: { receive: { by: 'postmark' }, send: smtp('smtp.postmarkapp.com', 'ACCESS-KEY') },
    },
    {
      name: 'mailgun',
      what: 'Mailgun; put the SMTP user of your domain into send.user (EU: smtp.eu.mailgun.org)',
      config: { receive: { by: 'mailgun' }, send: smtp('smtp.mailgun.org', 'postmaster@shop.example') },
    },
    {
      name: 'sendgrid',
      what: 'SendGrid; its SMTP password is an API key',
      config: { receive: { by: 'sendgrid' }, send: smtp('smtp.sendgrid.net', 'apikey') },
    },
    {
      name: 'smtp',
      what: 'only send, by any mail server; put its host and user into send',
      config: { receive: { by: 'none' }, send: smtp('smtp.shop.example', 'support@shop.example') },
    },
  ],
  steps: (at) => {
    const { receive, send } = at.config as EmailConfig
    return [
      ...RECEIVE[receive.by](at),
      ...SEND[send.by],
      ...(receive.by === 'none' ? [] : ['Try it: write to the mailbox from another address.']),
    ]
  },
  register,
  diagnose,
}
