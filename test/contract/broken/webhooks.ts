import { anySecret, hmac } from '../../../adapters/signature.ts'
import { toySubject } from '../toy.ts'
import { webhook, verifying, signature, type Broken } from './kit.ts'

export const BROKEN_WEBHOOKS: readonly Broken[] = [
  ['refusing all', 'accepts every example delivery signed with the active secret', verifying(() => false)],
  [
    'knowing only the newest secret',
    'accepts both secrets while one is rotated, and no third',
    verifying((req, { secrets }) => signature(secrets['secret']?.[0] || 'none', req)),
  ],
  ['accepting all', 'refuses a body signed with another secret', verifying(() => true)],
  [
    'accepting any signature that has the right form',
    'refuses a body signed with another secret',
    verifying((req) => req.headers['x-toy-signature']?.length === 64),
  ],
  [
    'ignoring what follows the signed bytes',
    'refuses a body with one bit flipped, a byte added or no byte at all',
    verifying((req, _, good) => good.verify(req) || good.verify({ ...req, body: req.body.slice(0, -1) })),
  ],
  [
    'accepting an empty body',
    'refuses a body with one bit flipped, a byte added or no byte at all',
    verifying((req, _, good) => req.body.length === 0 || good.verify(req)),
  ],
  [
    'comparing a prefix of the signature',
    'refuses a signature with one character changed, cut short or doubled',
    verifying((req, { secrets }) =>
      anySecret(secrets['secret'], (secret) => {
        const right = hmac('sha256', secret, req.body, 'hex')
        return right.startsWith((req.headers['x-toy-signature'] ?? '-').slice(0, 63) || '-')
      }),
    ),
  ],
  [
    'accepting a signature seen elsewhere',
    'refuses the signature of another delivery',
    verifying((req, _, good) => {
      const elsewhere = toySubject().deliveries.unknown.body
      return good.verify(req) || good.verify({ ...req, body: elsewhere })
    }),
  ],
  [
    'accepting what carries no signature',
    'refuses a request without a signature',
    verifying((req, _, good) => req.headers['x-toy-signature'] === undefined || good.verify(req)),
  ],
  [
    'failing open without a secret',
    'refuses everything when no secret is configured',
    verifying((req, { secrets }, good) => !secrets['secret']?.length || good.verify(req)),
  ],
  [
    'taking an empty secret for one',
    'refuses everything when no secret is configured',
    verifying((req, { secrets }) => (secrets['secret'] ?? []).some((secret) => signature(secret, req))),
  ],
  [
    'throwing on a strange header',
    'never throws while verifying, whatever comes',
    verifying((req, _, good) => decodeURIComponent(req.headers['x-toy-signature'] ?? '') !== '' && good.verify(req)),
  ],
  [
    'acknowledging with 500',
    'acknowledges with a success',
    webhook(() => ({ ack: () => ({ status: 500, headers: {}, body: '' }) })),
  ],
  [
    'answering any challenge',
    'answers the subscription check and nothing else',
    webhook(() => ({ handshake: () => ({ status: 200, headers: {}, body: '42' }) })),
  ],
  [
    'answering the challenge of a stranger',
    'answers the subscription check and nothing else',
    webhook((good) => ({
      handshake: (req) => {
        const reply = good.handshake?.(req)
        return reply && { status: 200, headers: {}, body: '42' }
      },
    })),
  ],
]
