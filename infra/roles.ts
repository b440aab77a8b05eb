import { Fn, type Stack, Validations } from 'aws-cdk-lib'
import type { CfnTable } from 'aws-cdk-lib/aws-dynamodb'
import { CfnRole } from 'aws-cdk-lib/aws-iam'
import type { CfnLogGroup } from 'aws-cdk-lib/aws-logs'
import type { CfnBucket } from 'aws-cdk-lib/aws-s3'
import type { Deployment } from '../adapters/deployment.ts'
import { INDEXES } from '../functions/aws/schema.ts'
import { type FunctionName, OBJECTS, type QueueName } from '../functions/aws/shape.ts'
import { grantsOf, type ObjectsOf, type QueueOf, type Resource } from './permissions.ts'
import { arn, pascal, policy } from './policies.ts'
import type { StackQueues } from './queues.ts'

export interface Store {
  readonly table: CfnTable
  readonly bucket: CfnBucket
  readonly queues: StackQueues
}

/** `/parley/<deployment>`: each secret is a SecureString below it, with `_PREVIOUS` beside it while it is rotated. */
export const secretsPath = (name: string): string => `/parley/${name}`

const secretArns = (stack: Stack, { name, secrets }: Deployment): string[] =>
  secrets
    .flatMap((secret) => [secret, `${secret}_PREVIOUS`])
    .map((secret) => arn(stack, 'ssm', `parameter${secretsPath(name)}/${secret}`))

/** A mailbox may be verified by itself or by its domain; SES looks for both. */
const mailArns = (stack: Stack, { connections }: Deployment): string[] =>
  connections.flatMap(({ accounts, needs: { sendsMail } }) => {
    if (sendsMail === undefined) return []
    const domains = accounts.map((mailbox) => mailbox.slice(mailbox.lastIndexOf('@') + 1))
    return [
      ...[...new Set([...domains, ...accounts])].map((id) => arn(stack, 'ses', `identity/${id}`, sendsMail.region)),
      ...(sendsMail.configurationSet === undefined
        ? []
        : [arn(stack, 'ses', `configuration-set/${sendsMail.configurationSet}`, sendsMail.region)]),
    ]
  })

const smsArns = (stack: Stack, { connections }: Deployment): string[] =>
  connections.flatMap(({ needs: { sendsSms } }) => {
    if (sendsSms === undefined) return []
    const { region, configurationSet } = sendsSms
    const kinds = ['phone-number/*', 'sender-id/*', 'pool/*']
    const set = configurationSet === undefined ? [] : [`configuration-set/${configurationSet}`]
    return [...kinds, ...set].map((resource) => arn(stack, 'sms-voice', resource, region))
  })

interface Place {
  readonly stack: Stack
  readonly deployment: Deployment
  readonly store: Store
  readonly log: CfnLogGroup
}

/** ARNs by resource. */
const ARNS: Readonly<Record<Exclude<Resource, ObjectsOf | QueueOf>, (place: Place) => string[]>> = {
  table: ({ store: { table } }) => [table.attrArn],
  indexes: ({ store: { table } }) =>
    Object.keys(INDEXES).map((index) => Fn.join('', [table.attrArn, `/index/${index}`])),
  stream: ({ store: { table } }) => [table.attrStreamArn],
  'streams of the table': ({ store: { table } }) => [Fn.join('', [table.attrArn, '/stream/*'])],
  secrets: ({ stack, deployment }) => secretArns(stack, deployment),
  bucket: ({ store: { bucket } }) => [bucket.attrArn],
  'queues of connections': ({ store: { queues } }) => Object.values(queues.inbound).map(({ queue }) => queue.attrArn),
  'mail identities and sets': ({ stack, deployment }) => mailArns(stack, deployment),
  'numbers and sets': ({ stack, deployment }) => smsArns(stack, deployment),
  'own log': ({ log }) => [log.attrArn],
}

const arnsOf = (place: Place, on: Resource): string[] => {
  const { bucket, queues } = place.store
  const [kind, name] = on.split(' ')
  if (kind === 'objects') return [Fn.join('', [bucket.attrArn, `/${OBJECTS[name as keyof typeof OBJECTS]}*`])]
  if (kind === 'queue') return [queues[name as QueueName].queue.attrArn]
  return ARNS[on as keyof typeof ARNS](place)
}

/** An ARN as cdk-nag spells it in a finding. */
const spelt = (value: unknown): string => {
  if (typeof value === 'string') return value
  const {
    Ref,
    'Fn::GetAtt': attribute,
    'Fn::Join': join,
  } = value as {
    readonly Ref?: string
    readonly 'Fn::GetAtt'?: readonly string[]
    readonly 'Fn::Join'?: readonly [string, readonly unknown[]]
  }
  if (join !== undefined) return join[1].map(spelt).join(join[0])
  return `<${Ref ?? attribute?.join('.') ?? ''}>`
}

/** The role of one function, with what permissions.ts says and nothing else. */
export const addRole = (
  stack: Stack,
  deployment: Deployment,
  store: Store,
  log: CfnLogGroup,
  name: FunctionName,
): CfnRole => {
  const place = { stack, deployment, store, log }
  const grants = grantsOf(deployment)[name]
  const statements = grants.map(({ actions, on }) => ({
    Sid: pascal(...on.map((resource) => resource.replaceAll(' ', '-')), actions[0]?.split(':')[1] ?? ''),
    Effect: 'Allow' as const,
    Action: actions,
    Resource: on.flatMap((resource) => arnsOf(place, resource)),
  }))
  const role = new CfnRole(stack, `${pascal(name)}Role`, {
    assumeRolePolicyDocument: policy({
      Sid: 'Lambda',
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    description: `What the function ${name} of Parley may do`,
    policies: [{ policyName: 'parley', policyDocument: policy(...statements) }],
  })
  for (const { on, wide: reason } of grants)
    if (reason !== undefined)
      for (const resource of on.flatMap((one) => arnsOf(place, one)))
        Validations.of(role).acknowledge({
          id: `AwsSolutions-IAM5[Resource::${spelt(stack.resolve(resource))}]`,
          reason,
        })
  return role
}
