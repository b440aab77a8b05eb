import type { Asked } from '../adapters/setup.ts'

export interface Chosen {
  readonly channel: string
  readonly config: Readonly<Record<string, unknown>>
  readonly account: string
  readonly secrets: readonly { readonly kind: string; readonly name: string; readonly asked: Asked | undefined }[]
  readonly test: boolean
}

export interface ConfigParts {
  readonly shop: string
  readonly chosen: readonly Chosen[]
  readonly region: string
  readonly alarmEmail: string
  /** In a clone the adapters are beside the config; elsewhere they are in the package. */
  readonly inRepository: boolean
}

/** `whatsapp`, `appSecret` → `WHATSAPP_APP_SECRET`. */
export const secretName = (channel: string, kind: string): string =>
  `${channel}_${kind.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')}`.toUpperCase()

const quoted = (text: string): string =>
  `'${text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll(/[\r\n]/g, ' ')}'`

const literal = (value: unknown): string => {
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${literal(inner)}`)
    .join(', ')} }`
}

const connection = ({ channel, config, account, secrets, test }: Chosen, shop: string): readonly string[] => [
  '    {',
  `      adapter: ${channel},`,
  '      // Part of the webhook’s address: choose it for good.',
  "      name: 'main',",
  ...(Object.keys(config).length === 0 ? [] : [`      config: ${literal(config)},`]),
  '      // Names under which the secrets are stored (parley secrets), never the secrets themselves.',
  secrets.length === 0 ? '      secrets: {},' : '      secrets: {',
  ...secrets.flatMap(({ kind, name, asked }) => [
    ...(asked ? [`        // ${asked.what}: ${asked.where}`] : []),
    `        ${kind}: ${quoted(name)},`,
  ]),
  ...(secrets.length === 0 ? [] : ['      },']),
  `      accounts: [{ id: ${quoted(account)}, name: ${quoted(`${shop}, ${channel}`)}${test ? ", mode: 'test'" : ''} }],`,
  '    },',
]

const deploy = ({ region, alarmEmail }: ConfigParts): readonly string[] =>
  region === ''
    ? []
    : [
        '  // Where `parley deploy` puts it; adapters/deploy.ts tells everything that may be said here.',
        '  deploy: {',
        `    region: ${quoted(region)},`,
        ...(alarmEmail === '' ? [] : [`    alarmEmail: ${quoted(alarmEmail)},`]),
        '  },',
      ]

/** A config as a person would write it: typed, commented, importing the adapters it uses and no others. */
export const configText = (parts: ConfigParts): string => {
  const from = (channel: string) =>
    parts.inRepository ? `./adapters/${channel}/index.ts` : `parley/adapters/${channel}`
  return [
    ...parts.chosen.map(({ channel }) => `import { ${channel} } from ${quoted(from(channel))}`),
    `import { defineConfig } from ${quoted(parts.inRepository ? './adapters/config.ts' : 'parley/config')}`,
    '',
    '/** The channels of the shop. `npm start` runs this on one machine, `parley deploy` in your AWS account. */',
    'export default defineConfig({',
    '  // Contacts, conversations and keys belong to one shop each, for good.',
    `  shops: [{ id: 'shp_default', name: ${quoted(parts.shop)} }],`,
    '  connections: [',
    ...parts.chosen.flatMap((chosen) => connection(chosen, parts.shop)),
    '  ],',
    ...deploy(parts),
    '})',
    '',
  ].join('\n')
}
