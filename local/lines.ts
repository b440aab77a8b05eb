import type { Log } from '../core/ports.ts'
import type { LocalAccount } from './accounts.ts'
import type { Gateway } from './gateway.ts'
import type { StartOptions } from './options.ts'

/** Log lines for people: the time, what happened, and its fields. */
export const readableLog =
  (write: (line: string) => void): Log =>
  (event, fields = {}) => {
    const time = new Date().toISOString().slice(11, 23)
    const stated = Object.entries(fields).filter(([, value]) => value !== null)
    write([time, event.padEnd(18), ...stated.map(([name, value]) => `${name}=${value}`)].join(' '))
  }

const GREETINGS: Readonly<Record<string, unknown>> = {
  whatsapp: { type: 'text', text: 'Hello!' },
}
const greeting = (channel: string): string => JSON.stringify(GREETINGS[channel] ?? { text: 'Hello!' })

const curl = (url: string, body: string): string => `curl -s ${url} -H 'content-type: application/json' -d '${body}'`

const customers = (url: string, accounts: readonly LocalAccount[]): string[] =>
  Array.from(new Set(accounts.filter(({ mode }) => mode === 'test').map(({ channel }) => channel))).map(
    (channel) => `  ${channel.padEnd(10)} ${curl(`${url}/local/sandbox/${channel}`, greeting(channel))}`,
  )

const continued = ({ records, claims }: Gateway['found']): string[] =>
  records + claims === 0 ? [] : [`Going on with ${records} changes not yet projected and ${claims} sends in hand.`, '']

/** Where everything is, once it runs. */
export const welcome = (gateway: Gateway, { dir, sandboxUrl }: StartOptions): string => {
  const { url, apiKey, accounts, found } = gateway
  return [
    `Parley runs at ${url}`,
    '',
    ...continued(found),
    `  API        ${url}/v1, key ${apiKey}`,
    ...accounts.map(({ channel, webhookUrl, account }) => `  ${channel.padEnd(10)} ${webhookUrl} for ${account}`),
    `  Secrets    ${url}/local/accounts`,
    `  Data       ${dir}`,
    ...(sandboxUrl === undefined ? [] : [`  Sandbox    ${sandboxUrl}`]),
    '',
    ...(sandboxUrl === undefined ? ['A customer writes:', ...customers(url, accounts), ''] : []),
    'What they wrote:',
    `  curl -s ${url}/v1/conversations -H 'authorization: Bearer ${apiKey}'`,
    '',
    'npm run demo plays both sides. Ctrl-C stops; everything is kept for the next start.',
    '',
  ].join('\n')
}
