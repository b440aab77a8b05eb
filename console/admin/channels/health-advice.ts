import type { Account } from '../../../client/index.ts'
import { advice } from '../../texts/admin.ts'
import type { Text } from '../../texts/text.ts'

export interface Step {
  readonly text: Text
  /** To be run where the gateway is looked after. */
  readonly command?: string
  readonly provider?: string
}

export interface Advice {
  readonly kind: 'good' | 'warning' | 'danger'
  /** What the status means for what is sent. */
  readonly means: Text
  readonly steps: readonly Step[]
  /** Of the channel, in the documentation. */
  readonly guide: string | null
}

interface Way {
  readonly provider: string
  readonly guide: string
  /** How new credentials are made and stored. */
  readonly renew: Step
  readonly isMeta?: true
}

const token = (provider: string, secret: string): Step => ({
  text: advice.token,
  provider,
  command: `npx parley secrets set ${secret} --overwrite`,
})

const WAYS: Readonly<Record<string, Way>> = {
  whatsapp: {
    provider: 'Meta',
    guide: 'docs/channels/whatsapp.md',
    renew: token('Meta', 'WHATSAPP_ACCESS_TOKEN'),
    isMeta: true,
  },
  messenger: {
    provider: 'Meta',
    guide: 'docs/channels/messenger.md',
    renew: token('Meta', 'MESSENGER_ACCESS_TOKEN'),
    isMeta: true,
  },
  instagram: {
    provider: 'Meta',
    guide: 'docs/channels/instagram.md',
    renew: token('Meta', 'INSTAGRAM_ACCESS_TOKEN'),
    isMeta: true,
  },
  x: {
    provider: 'X',
    guide: 'docs/channels/x.md',
    renew: { text: advice.signInAgain, command: 'npx parley secrets rotate X_REFRESH_TOKEN' },
  },
  // Which secrets there are depends on the provider.
  sms: {
    provider: 'SMS',
    guide: 'docs/channels/sms.md',
    renew: { text: advice.secrets, command: 'npx parley secrets list' },
  },
  email: {
    provider: 'Email',
    guide: 'docs/channels/email.md',
    renew: { text: advice.secrets, command: 'npx parley secrets list' },
  },
}

const DOCTOR: Step = { text: advice.doctor, command: 'npx parley doctor' }
const SECRETS: Step = { text: advice.secrets, command: 'npx parley secrets list' }

const limitedSteps = (way: Way | undefined, connection: string): readonly Step[] => [
  { text: way?.isMeta ? advice.meta : advice.provider },
  DOCTOR,
  { text: advice.register, command: `npx parley register --only ${connection}` },
]

/** What the health of an account means, and what mends it. A status that is not known yet is taken for a warning. */
export const adviceOf = ({
  channel,
  connection,
  health,
}: Pick<Account, 'channel' | 'connection'> & { readonly health: { readonly status: string } }): Advice => {
  const way = WAYS[channel]
  const guide = way?.guide ?? null
  if (health.status === 'healthy') return { kind: 'good', means: advice.healthy, steps: [], guide }
  if (health.status === 'reauth_required')
    return { kind: 'danger', means: advice.held, steps: [DOCTOR, way?.renew ?? SECRETS], guide }
  return { kind: 'warning', means: advice.limited, steps: limitedSteps(way, `${channel}/${connection}`), guide }
}
