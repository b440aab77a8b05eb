import type { Log } from '../core/ports.ts'
import type { Gateway } from './gateway.ts'
import type { StartOptions } from './options.ts'
import { LOCAL_ADMIN } from './sign-in.ts'

/** Log lines for people: the time, what happened, and its fields. */
export const readableLog =
  (write: (line: string) => void): Log =>
  (event, fields = {}) => {
    const time = new Date().toISOString().slice(11, 23)
    const stated = Object.entries(fields).filter(([, value]) => value !== null)
    write([time, event.padEnd(18), ...stated.map(([name, value]) => `${name}=${value}`)].join(' '))
  }

const curl = (url: string, body: object): string =>
  `curl -s ${url} -H 'content-type: application/json' -d '${JSON.stringify(body)}'`

const customers = ({ url, greetings }: Gateway): string[] =>
  greetings.size === 0
    ? []
    : [
        'A customer writes:',
        ...Array.from(
          greetings,
          ([channel, greeting]) => `  ${channel.padEnd(10)} ${curl(`${url}/local/sandbox/${channel}`, greeting)}`,
        ),
        '',
      ]

const continued = ({ records, claims }: Gateway['found']): string[] =>
  records + claims === 0 ? [] : [`Found undone: changes to project ${records}, sends in hand ${claims}.`, '']

/** Where everything is, once it runs. `inbox`: the link by which the person at this machine signs in. */
export const welcome = (gateway: Gateway, inbox: string, { dir, sandboxUrl }: StartOptions): string => {
  const { url, apiKey, accounts, found } = gateway
  return [
    `Parley runs at ${url}`,
    '',
    ...continued(found),
    `  API        ${url}/v1, key ${apiKey}`,
    `  Inbox      ${inbox}`,
    `             once, within 24 hours; another: npx parley people sign-in "${LOCAL_ADMIN}"`,
    ...accounts.map(({ channel, webhookUrl, account }) => `  ${channel.padEnd(10)} ${webhookUrl} for ${account}`),
    `  Secrets    ${url}/local/accounts`,
    `  Data       ${dir}`,
    ...(sandboxUrl === undefined ? [] : [`  Sandbox    ${sandboxUrl}`]),
    '',
    ...customers(gateway),
    'What they wrote:',
    `  curl -s ${url}/v1/conversations -H 'authorization: Bearer ${apiKey}'`,
    '',
    'npm run demo (npx parley demo) plays both sides. Ctrl-C stops; everything is kept for the next start.',
    '',
  ].join('\n')
}
