import * as z from 'zod'

/**
 * What a config looks like, whoever wrote it: Node strips its types and checks none of them. Read where a person reads the answer (start,
 * synth, deploy), so that no function carries it; what a connection's own `config` holds is the business of its adapter.
 */

const OWN_SECRETS = ['PARLEY_DEPLOY_KEY', 'PARLEY_API_KEY']

const SecretName = z
  .string('give the name of a secret, as text')
  .refine((name) => !OWN_SECRETS.includes(name), 'this is a key of the gateway itself; give another name')
  .refine((name) => !/^A[KS]IA[A-Z0-9]{16}$/.test(name), 'this is an access key, not a name; keep it out of the config')
  .refine((name) => !name.endsWith('_PREVIOUS'), 'a name with _PREVIOUS is kept for rotations; give another one')

const ID = 'give the id as text in quotes, as the provider states it'

const AccountShape = z.strictObject({
  id: z.string(ID).min(1, ID),
  shop: z.string().startsWith('shp_', 'give the id of one of the shops, which begins with shp_').optional(),
  name: z.string('give a name as text').optional(),
  mode: z.enum(['live', 'test'], 'give live or test').optional(),
  onUnknown: z.enum(['hold', 'resend'], 'give hold or resend').optional(),
})

interface Factory {
  readonly channel: string
  readonly secrets: readonly string[]
}
const isFactory = (value: unknown): value is Factory => {
  const { channel, config, secrets, create } = Object(value) as Readonly<Record<string, unknown>>
  return (
    typeof channel === 'string' && typeof config === 'object' && Array.isArray(secrets) && typeof create === 'function'
  )
}

const ConnectionShape = z
  .strictObject(
    {
      adapter: z.custom<Factory>(
        isFactory,
        "give the adapter itself, imported above and without quotes, such as whatsapp from './adapters/whatsapp/index.ts'",
      ),
      name: z
        .string('give a name, such as main; it is part of the webhook’s address')
        .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'give up to 40 small letters, digits and dashes, such as main'),
      config: z.unknown().optional(),
      secrets: z.record(z.string(), SecretName, "give the names of the secrets, such as { appSecret: 'APP_SECRET' }"),
      accounts: z.array(AccountShape, "give a list of accounts: [{ id: '…' }]").min(1, 'name at least one account'),
    },
    'give a connection: { adapter, name, secrets, accounts }',
  )
  .superRefine(({ adapter, secrets }, context) => {
    for (const key of Object.keys(secrets))
      if (!adapter.secrets.includes(key))
        context.addIssue({
          code: 'custom',
          path: ['secrets', key],
          message: `${adapter.channel} has no such secret; it has ${adapter.secrets.join(', ') || 'none'}`,
        })
  })

const ConfigShape = z.strictObject({
  shops: z
    .array(
      z.strictObject({
        id: z.string('give an id that begins with shp_').startsWith('shp_', 'give an id that begins with shp_'),
        name: z.string('give the shop’s name').min(1, 'give the shop’s name'),
      }),
      "give a list of shops: [{ id: 'shp_default', name: 'My shop' }]",
    )
    .min(1, 'name at least one shop, or leave shops out')
    .refine((shops) => new Set(shops.map(({ id }) => id)).size === shops.length, 'two shops have one id')
    .optional(),
  connections: z
    .array(ConnectionShape, 'give a list of connections: [{ adapter, name, secrets, accounts }]')
    .min(1, 'name at least one connection; parley init writes them'),
  deploy: z.unknown().optional(),
})

/** `connections[0].accounts[1].id`, as it is written. */
const spelt = (path: readonly PropertyKey[]): string =>
  path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')

/** Issues with the place of each, such as `deploy.region: …`. A key that nothing reads is one as well: as a rule it is misspelt. */
export const problemsOf = (at: string, { issues }: z.ZodError): string[] =>
  issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(
            (key) => `${at}${spelt([...issue.path, key])}: there is no such setting; correct its name, or take it out`,
          )
        : [`${at}${spelt(issue.path)}: ${issue.message}`],
    )
    .map((problem) => problem.replace(/^\./, ''))

/** What is wrong with the shape of a config; nothing where all of it can be read. */
export const shapeProblems = (config: unknown): readonly string[] => {
  const checked = ConfigShape.safeParse(config)
  return checked.success ? [] : problemsOf('', checked.error)
}
