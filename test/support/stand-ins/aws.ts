import { http, HttpResponse, type HttpHandler } from 'msw'
import { createCloudFormation, type FakeStack } from '../cloudformation.ts'
import { createParameterStore } from '../parameter-store.ts'

export const REGION = 'eu-central-1'
export const GATEWAY = 'https://gateway.example'
const ARN = (topic: string): string => `arn:aws:sns:${REGION}:123456789012:${topic}`
const QUEUE = `https://sqs.${REGION}.amazonaws.com/123456789012/shop-deliver-dead.fifo`

/** What AWS has of a deployment that is well; tests seed faults into it. */
export const healthyAws = () => ({
  stacks: {
    shop: {
      status: 'UPDATE_COMPLETE',
      outputs: {
        Url: GATEWAY,
        WebhookName: 'shop-webhook',
        StreamMapping: '11111111-2222-3333-4444-555555555555',
        AlarmTopicArn: ARN('shop-alarms'),
        WakeDeadUrl: QUEUE,
        TopicEmailSes: ARN('shop-in-email-ses'),
        TopicSmsAws: ARN('shop-in-sms-aws'),
      },
    },
  } as Record<string, FakeStack>,
  concurrency: 1000,
  webhookReserved: 50 as number | undefined,
  streamState: 'Enabled',
  dead: 0,
  alarmConfirmed: 1,
  activeRules: 'shop' as string | undefined,
  ses: { SendingEnabled: true, ProductionAccessEnabled: true, EnforcementStatus: 'HEALTHY' },
  identities: {
    'shop.example': { VerifiedForSendingStatus: true, DkimAttributes: { Status: 'SUCCESS' } },
  } as Record<string, object>,
  destinations: {
    'shop-mail': [
      { Name: 'parley', Enabled: true, MatchingEventTypes: [], SnsDestination: { TopicArn: ARN('shop-in-email-ses') } },
    ],
  } as Record<string, object[]>,
  smsTier: 'PRODUCTION',
  numbers: [{ PhoneNumber: '+15550100002', TwoWayEnabled: true, TwoWayChannelArn: ARN('shop-in-sms-aws') }],
  smsDestinations: [{ Enabled: true, SnsDestination: { TopicArn: ARN('shop-in-sms-aws') } }],
  /** Service whose every answer is a refusal. */
  denied: undefined as string | undefined,
})
export type AwsState = ReturnType<typeof healthyAws>

const xml = (operation: string, body: string) =>
  HttpResponse.xml(`<${operation}Response><${operation}Result>${body}</${operation}Result></${operation}Response>`)
const missing = () =>
  HttpResponse.json({ message: 'none' }, { status: 404, headers: { 'x-amzn-errortype': 'NotFoundException' } })

const lambda = (state: AwsState): HttpHandler[] => {
  const url = `https://lambda.${REGION}.amazonaws.com`
  return [
    http.get(`${url}/2016-08-19/account-settings`, () =>
      state.denied === 'lambda'
        ? HttpResponse.json({}, { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' } })
        : HttpResponse.json({ AccountLimit: { ConcurrentExecutions: state.concurrency } }),
    ),
    http.get(`${url}/2019-09-30/functions/shop-webhook/concurrency`, () =>
      HttpResponse.json({ ReservedConcurrentExecutions: state.webhookReserved }),
    ),
    http.get(`${url}/2015-03-31/event-source-mappings/:id`, () => HttpResponse.json({ State: state.streamState })),
  ]
}

const ses = (state: AwsState): HttpHandler[] => {
  const url = `https://email.${REGION}.amazonaws.com`
  return [
    http.post(`${url}/`, async ({ request }) => {
      const form = new URLSearchParams(await request.text())
      if (form.get('Action') === 'SetActiveReceiptRuleSet') {
        state.activeRules = form.get('RuleSetName') ?? undefined
        return xml('SetActiveReceiptRuleSet', '')
      }
      const name = state.activeRules
      return xml(
        'DescribeActiveReceiptRuleSet',
        name === undefined ? '' : `<Metadata><Name>${name}</Name></Metadata><Rules/>`,
      )
    }),
    http.get(`${url}/v2/email/account`, () => HttpResponse.json(state.ses)),
    http.get(`${url}/v2/email/identities/:name`, ({ params }) => {
      const found = state.identities[decodeURIComponent(String(params['name']))]
      return found === undefined ? missing() : HttpResponse.json(found)
    }),
    http.get(`${url}/v2/email/configuration-sets/:name/event-destinations`, ({ params }) => {
      const found = state.destinations[String(params['name'])]
      return found === undefined ? missing() : HttpResponse.json({ EventDestinations: found })
    }),
  ]
}

const sms = (state: AwsState): HttpHandler => {
  const answers: Readonly<Record<string, () => object>> = {
    DescribeAccountAttributes: () => ({ AccountAttributes: [{ Name: 'ACCOUNT_TIER', Value: state.smsTier }] }),
    DescribePhoneNumbers: () => ({ PhoneNumbers: state.numbers }),
    DescribeConfigurationSets: () => ({
      ConfigurationSets: [{ ConfigurationSetName: 'shop-sms', EventDestinations: state.smsDestinations }],
    }),
  }
  return http.post(`https://sms-voice.${REGION}.amazonaws.com/`, ({ request }) => {
    const operation = request.headers.get('x-amz-target')?.split('.')[1] ?? ''
    const answer = answers[operation]
    return answer && request.headers.has('authorization')
      ? HttpResponse.json(answer())
      : HttpResponse.json({ __type: 'AccessDeniedException' }, { status: 400 })
  })
}

/** AWS as it answers to the command line, over that state. */
export const awsHandlers = (state: AwsState, secrets: Record<string, string>): HttpHandler[] => [
  createCloudFormation(REGION, state.stacks),
  createParameterStore(REGION, secrets).handler,
  ...lambda(state),
  ...ses(state),
  sms(state),
  http.post(`https://sns.${REGION}.amazonaws.com/`, () =>
    xml(
      'GetTopicAttributes',
      `<Attributes><entry><key>SubscriptionsConfirmed</key><value>${state.alarmConfirmed}</value></entry></Attributes>`,
    ),
  ),
  http.post(`https://sqs.${REGION}.amazonaws.com/*`, () =>
    HttpResponse.json({ Attributes: { ApproximateNumberOfMessages: String(state.dead) } }),
  ),
]
