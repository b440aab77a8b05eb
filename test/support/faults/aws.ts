import type { Shop } from '../stand-ins/shop.ts'
import { E, type Fault, secret, W } from './fault.ts'

const stack = (shop: Shop, status: string) => {
  shop.aws.stacks['shop'] = { ...shop.aws.stacks['shop'], status }
}
export const AWS: readonly Fault[] = [
  ['the stack is not there', 'aws', 'not_deployed', E, ({ aws }) => delete aws.stacks['shop']],
  ['the first deploy failed', 'aws', 'deploy_failed', E, (shop) => stack(shop, 'ROLLBACK_COMPLETE')],
  ['a deploy cannot be undone', 'aws', 'deploy_failed', E, (shop) => stack(shop, 'UPDATE_ROLLBACK_FAILED')],
  ['a deploy was undone', 'aws', 'deploy_rolled_back', W, (shop) => stack(shop, 'UPDATE_ROLLBACK_COMPLETE')],
  ['a deploy is running', 'aws', 'deploy_running', W, (shop) => stack(shop, 'UPDATE_IN_PROGRESS')],
  ['a secret is missing', 'aws', 'secret_missing', E, ({ secrets }) => delete secrets['/parley/shop/APP_SECRET']],
  ['a rotation was not finished', 'aws', 'secret_rotating', W, (shop) => secret(shop, 'APP_SECRET_PREVIOUS', 'old')],
  [
    'the deploy key is a placeholder',
    'aws',
    'deploy_key_weak',
    E,
    (shop) => secret(shop, 'PARLEY_DEPLOY_KEY', 'change-me'),
  ],
  ['the account runs ten functions at a time', 'aws', 'concurrency_low', E, ({ aws }) => void (aws.concurrency = 10)],
  ['webhooks are switched off', 'aws', 'webhook_stopped', E, ({ aws }) => void (aws.webhookReserved = 0)],
  ['the stream is not read', 'aws', 'stream_stopped', E, ({ aws }) => void (aws.streamState = 'Disabled')],
  ['a queue gave something up', 'aws', 'dead_letters', E, ({ aws }) => void (aws.dead = 3)],
  ['nobody confirmed the alarms', 'aws', 'alarm_unconfirmed', W, ({ aws }) => void (aws.alarmConfirmed = 0)],
  ['AWS does not let us look', 'aws', 'not_checked', E, ({ aws }) => void (aws.denied = 'lambda')],
]

export const GATEWAYS: readonly Fault[] = [
  ['the gateway is down', 'gateway', 'gateway_unreachable', E, ({ gateway }) => void (gateway.up = false)],
  [
    'the gateway has another API key',
    'gateway',
    'api_key_refused',
    E,
    ({ gateway }) => void (gateway.apiKey = 'other'),
  ],
  [
    'an account has to be allowed anew',
    'gateway',
    'account_reauth_required',
    E,
    ({ gateway }) => void (gateway.health = 'reauth_required'),
  ],
  ['an account is degraded', 'gateway', 'account_degraded', W, ({ gateway }) => void (gateway.health = 'degraded')],
]
