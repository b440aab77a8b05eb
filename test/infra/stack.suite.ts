import { describe, expect, test } from 'vitest'
import { INDEXES } from '../../functions/aws/schema.ts'
import { FUNCTIONS, QUEUES, TIMEOUT_SECONDS } from '../../functions/aws/shape.ts'
import { CONFIGS, type ConfigName, type Properties, resourcesOf, templateOf } from './templates.ts'

const NAMES = Object.keys(CONFIGS) as ConfigName[]
const only = (name: ConfigName, type: string): Properties => {
  const found = resourcesOf(templateOf(name).template, type)
  expect(found.map(([id]) => id)).toHaveLength(1)
  return found[0]?.[1] ?? {}
}
const functionOf = (name: ConfigName, fn: string): Properties =>
  resourcesOf(templateOf(name).template, 'AWS::Lambda::Function').find(
    ([id]) => id.toLowerCase() === `${fn}function`,
  )?.[1] ?? {}

describe.each(NAMES)('the stack of %s', (name) => {
  const { deployment } = templateOf(name)
  const all = (type: string) => resourcesOf(templateOf(name).template, type)

  test('has one table: on demand, restorable, protected, with TTL, keys in its stream and the indexes the code queries', () => {
    const table = only(name, 'AWS::DynamoDB::Table')
    expect(table).toMatchObject({
      TableName: deployment.name,
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
    })
    const indexes = table['GlobalSecondaryIndexes'] as readonly { IndexName: string }[]
    expect(indexes.map(({ IndexName }) => IndexName)).toEqual(Object.keys(INDEXES))
  })

  test('keeps the table and the bucket when it goes', () => {
    const { Resources } = templateOf(name).template
    for (const id of ['Table', 'Bucket'])
      expect(Resources[id]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' })
  })

  test('runs every function on arm64 with Node 24, within its time, its own role and its own log', () => {
    const functions = all('AWS::Lambda::Function')
    expect(functions).toHaveLength(FUNCTIONS.length)
    for (const fn of FUNCTIONS)
      expect(functionOf(name, fn)).toMatchObject({
        FunctionName: `${deployment.name}-${fn}`,
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        Timeout: TIMEOUT_SECONDS[fn],
        Environment: {
          Variables: {
            PARLEY_SECRETS_PATH: `/parley/${deployment.name}`,
            NODE_OPTIONS: '--enable-source-maps',
            PARLEY_RAW_TTL_MS: String(deployment.retention.rawDays * 86_400_000),
          },
        },
      })
    expect(new Set(functions.map(([, { Role }]) => JSON.stringify(Role))).size).toBe(FUNCTIONS.length)
  })

  test('keeps logs for as long as the config says', () => {
    for (const [, log] of all('AWS::Logs::LogGroup')) expect(log['RetentionInDays']).toBe(deployment.logDays)
    expect(all('AWS::Logs::LogGroup')).toHaveLength(FUNCTIONS.length + 1)
  })

  test('hides a message six times as long as its function may take, and has a dead-letter queue for each queue', () => {
    const queues = all('AWS::SQS::Queue')
    const dead = queues.filter(([, { RedriveAllowPolicy }]) => RedriveAllowPolicy !== undefined)
    const live = queues.filter(([, { RedrivePolicy }]) => RedrivePolicy !== undefined)
    expect(dead.length).toBe(live.length)
    expect(live.length).toBe(Object.keys(QUEUES).length + deployment.connections.filter(({ queue }) => queue).length)
    for (const shape of Object.values(QUEUES)) {
      const [, queue] = live.find(([, { QueueName }]) => QueueName === `${deployment.name}-${shape.name}`) ?? []
      expect(queue).toMatchObject({
        VisibilityTimeout: 6 * TIMEOUT_SECONDS[shape.worker],
        RedrivePolicy: { maxReceiveCount: shape.maxReceiveCount },
        ...(shape.name.endsWith('.fifo') ? { FifoQueue: true } : {}),
      })
    }
    for (const [, queue] of dead) expect(queue['MessageRetentionPeriod']).toBe(14 * 86_400)
  })

  test('encrypts every queue and the bucket, and takes nothing that is not over TLS', () => {
    const { Resources } = templateOf(name).template
    for (const [, queue] of all('AWS::SQS::Queue')) expect(queue['SqsManagedSseEnabled']).toBe(true)
    expect(only(name, 'AWS::S3::Bucket')).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    })
    const locked = ['AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::S3::Bucket'].flatMap((type) =>
      all(type).map(([id]) => id),
    )
    const policies = Object.values(Resources).filter(({ Type }) =>
      /^AWS::(?:SQS::Queue|SNS::Topic|S3::Bucket)Policy$/.test(Type),
    )
    expect(policies).toHaveLength(locked.length)
    for (const { Properties } of policies)
      expect(Properties?.['PolicyDocument']).toMatchObject({
        Statement: expect.arrayContaining([
          expect.objectContaining({
            Effect: 'Deny',
            Principal: '*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      })
  })

  test('reads the stream in order: facts and their state only, nothing that TTL removed, halves, repeats, then gives up into the bucket', () => {
    const [, stream] = all('AWS::Lambda::EventSourceMapping').find(([id]) => id === 'TableStream') ?? []
    expect(stream).toMatchObject({
      ParallelizationFactor: 1,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 8,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Bucket', 'Arn'] } } },
    })
    const [filter] =
      (stream?.['FilterCriteria'] as { Filters: readonly { Pattern: string }[] } | undefined)?.Filters ?? []
    expect(JSON.parse(filter?.Pattern ?? '')).toEqual({
      eventName: ['INSERT', 'MODIFY'],
      dynamodb: { Keys: { sk: { S: ['F', 'S'] } } },
    })
  })

  test('lets every queue report which messages failed', () => {
    const mappings = all('AWS::Lambda::EventSourceMapping')
    expect(mappings.length).toBe(1 + all('AWS::SQS::Queue').length / 2)
    for (const [, mapping] of mappings) expect(mapping['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures'])
  })

  test('has no part that is paid for while nothing happens, but alarms beyond the ten that are free', () => {
    const { Resources } = templateOf(name).template
    const types = new Set(Object.values(Resources).map(({ Type }) => Type))
    for (const service of ['AWS::EC2::', 'AWS::KMS::', 'AWS::SecretsManager::', 'AWS::WAFv2::'])
      expect([...types].filter((type) => type.startsWith(service))).toEqual([])
    expect(JSON.stringify(Resources)).not.toMatch(/ProvisionedConcurrency|"PROVISIONED"/)
    expect(all('AWS::CloudWatch::Dashboard')).toHaveLength(1)
    expect(all('AWS::CloudWatch::Alarm').length).toBeLessThanOrEqual(30)
  })

  test('throttles calls as the config says', () => {
    expect(only(name, 'AWS::ApiGatewayV2::Stage')['DefaultRouteSettings']).toEqual({
      ThrottlingRateLimit: deployment.throttle.perSecond,
      ThrottlingBurstLimit: deployment.throttle.burst,
    })
  })

  test('leads the inbox page to the function of the API, and lets pages at the bucket by links', () => {
    const routes = all('AWS::ApiGatewayV2::Route').map(([, { RouteKey, Target }]) => [RouteKey, Target])
    const { '/v1': api, ...inbox } = Object.fromEntries(
      routes.flatMap(([key, target]) => {
        const [, path = ''] = /^(?:GET|ANY) (\/inbox(?:\/.*)?|\/v1)/.exec(String(key)) ?? []
        return path === '' ? [] : [[path, target] as const]
      }),
    )
    expect(inbox).toEqual({ '/inbox': api, '/inbox/{path+}': api })
    expect(only(name, 'AWS::S3::Bucket')['CorsConfiguration']).toEqual({
      CorsRules: [
        {
          AllowedOrigins: ['*'],
          AllowedMethods: ['GET', 'PUT'],
          AllowedHeaders: ['content-type', 'content-disposition', 'if-none-match'],
          MaxAge: 3600,
        },
      ],
    })
  })

  test('has no secret in its template, and no name of one but in what may be read', () => {
    const { Resources } = templateOf(name).template
    const elsewhere = Object.entries(Resources).filter(([, { Type }]) => Type !== 'AWS::IAM::Role')
    for (const secret of deployment.secrets) expect(JSON.stringify(elsewhere)).not.toContain(secret)
  })
})

test('invocations are kept for webhooks unless the config says otherwise', () => {
  expect(functionOf('all channels', 'webhook')['ReservedConcurrentExecutions']).toBe(50)
  expect(functionOf('one channel', 'webhook')['ReservedConcurrentExecutions']).toBeUndefined()
})

describe('mail by SES', () => {
  test('is put into the bucket by a rule for the mailboxes alone, which tells the topic of the connection', () => {
    expect(only('all channels', 'AWS::SES::ReceiptRule')['Rule']).toMatchObject({
      Recipients: ['hello@shop.example'],
      ScanEnabled: true,
      Actions: [{ S3Action: { ObjectKeyPrefix: 'mail-in/main/', TopicArn: { Ref: 'InEmailMainTopic' } } }],
    })
    const subscriptions = resourcesOf(templateOf('all channels').template, 'AWS::SNS::Subscription')
    expect(subscriptions.find(([id]) => id === 'InEmailMainTopicSubscription')?.[1]).toMatchObject({
      Protocol: 'sqs',
      Endpoint: { 'Fn::GetAtt': ['InEmailMainQueue', 'Arn'] },
      RawMessageDelivery: true,
    })
  })

  test('has its events told, where it is sent from the region of the deployment', () => {
    const destination = only('all channels', 'AWS::SES::ConfigurationSetEventDestination')['EventDestination']
    expect(destination).toMatchObject({ SnsDestination: { TopicARN: { Ref: 'InEmailMainTopic' } } })
    expect((destination as { MatchingEventTypes: string[] }).MatchingEventTypes).toEqual(
      expect.arrayContaining(['BOUNCE', 'COMPLAINT', 'DELIVERY']),
    )
    expect(resourcesOf(templateOf('own domain').template, 'AWS::SES::ConfigurationSet')).toEqual([])
  })

  test('is nowhere in a stack without it', () => {
    expect(JSON.stringify(templateOf('one channel').template)).not.toMatch(/ses:|ses\.amazonaws|sms-voice/)
  })
})

test('a domain of one’s own shuts AWS’s name, speaks TLS 1.2 and is what webhooks are told', () => {
  expect(only('own domain', 'AWS::ApiGatewayV2::Api')['DisableExecuteApiEndpoint']).toBe(true)
  expect(only('own domain', 'AWS::ApiGatewayV2::DomainName')).toMatchObject({
    DomainName: 'chat.shop.example',
    DomainNameConfigurations: [{ SecurityPolicy: 'TLS_1_2' }],
  })
  expect(resourcesOf(templateOf('own domain').template, 'AWS::Route53::RecordSet')).toHaveLength(2)
  expect(functionOf('own domain', 'webhook')['Environment']).toMatchObject({
    Variables: { PARLEY_PUBLIC_URL: 'https://chat.shop.example' },
  })
  expect(only('one channel', 'AWS::ApiGatewayV2::Api')['DisableExecuteApiEndpoint']).toBe(false)
})
