import { Fn, type Stack, Validations } from 'aws-cdk-lib'
import { CfnApi, CfnApiMapping, CfnDomainName, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2'
import { CfnPermission } from 'aws-cdk-lib/aws-lambda'
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs'
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53'
import type { Deployment } from '../adapters/deployment.ts'
import type { StackFunctions } from './functions.ts'
import { arn, pascal } from './policies.ts'

/** Whom a request goes to, by its method and path; the paths are those of the two functions' own routers. */
const ROUTES = {
  webhook: ['GET /webhooks/{channel}/{connection}', 'POST /webhooks/{channel}/{connection}'],
  api: ['ANY /v1/{path+}', 'GET /openapi.json', 'GET /docs', 'GET /inbox', 'GET /inbox/{path+}'],
} as const

const OPEN =
  'The functions tell callers apart themselves: webhooks by the provider’s signature over the raw body, the API by keys kept as ' +
  'hashes. An authorizer in front would see neither, and would be a second place for the same decision.'

export interface HttpApi {
  readonly api: CfnApi
  /** Without a slash at its end. */
  readonly publicUrl: string
}

/** The door. Where it has a name of its own, AWS's name for it is shut: what providers sign is the public URL. */
export const addHttpApi = (stack: Stack, { name, domain }: Deployment): HttpApi => {
  const api = new CfnApi(stack, 'HttpApi', {
    name,
    description: 'Parley: webhooks of providers, and the API for helpdesks',
    protocolType: 'HTTP',
    disableExecuteApiEndpoint: domain !== undefined,
  })
  const own = Fn.join('', ['https://', api.ref, '.execute-api.', stack.region, '.', stack.urlSuffix])
  return { api, publicUrl: domain === undefined ? own : `https://${domain.name}` }
}

/** Of a request: what was asked, how it went and how long it took. No path, which may hold ids; no address, which is a person's. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  ms: '$context.responseLatency',
  error: '$context.error.messageString',
  integration: '$context.integrationErrorMessage',
}

const addStage = (stack: Stack, api: CfnApi, { name, logDays, throttle }: Deployment): CfnStage => {
  const log = new CfnLogGroup(stack, 'HttpLog', {
    logGroupName: `/aws/vendedlogs/${name}-http`,
    retentionInDays: logDays,
  })
  return new CfnStage(stack, 'HttpStage', {
    apiId: api.ref,
    stageName: '$default',
    autoDeploy: true,
    defaultRouteSettings: { throttlingRateLimit: throttle.perSecond, throttlingBurstLimit: throttle.burst },
    accessLogSettings: { destinationArn: log.attrArn, format: JSON.stringify(ACCESS_LOG) },
  })
}

const addDomain = (stack: Stack, api: CfnApi, stage: CfnStage, domain: NonNullable<Deployment['domain']>): void => {
  const { name, certificateArn, hostedZoneId } = domain
  const named = new CfnDomainName(stack, 'DomainName', {
    domainName: name,
    domainNameConfigurations: [{ certificateArn, endpointType: 'REGIONAL', securityPolicy: 'TLS_1_2' }],
  })
  new CfnApiMapping(stack, 'DomainMapping', { apiId: api.ref, domainName: named.ref, stage: stage.ref })
  if (hostedZoneId === undefined) return
  const aliasTarget = {
    dnsName: named.attrRegionalDomainName,
    hostedZoneId: named.attrRegionalHostedZoneId,
    evaluateTargetHealth: false,
  }
  for (const type of ['A', 'AAAA'])
    new CfnRecordSet(stack, `DomainRecord${type}`, { hostedZoneId, name, type, aliasTarget })
}

/** Leads requests to their functions. */
export const addRoutes = (stack: Stack, { api }: HttpApi, functions: StackFunctions, deployment: Deployment): void => {
  for (const [name, routes] of Object.entries(ROUTES) as [keyof typeof ROUTES, readonly string[]][]) {
    const { fn } = functions[name]
    const integration = new CfnIntegration(stack, `${pascal(name)}Integration`, {
      apiId: api.ref,
      integrationType: 'AWS_PROXY',
      integrationUri: fn.attrArn,
      payloadFormatVersion: '2.0',
    })
    for (const routeKey of routes) {
      const route = new CfnRoute(stack, `Route${pascal(routeKey)}`, {
        apiId: api.ref,
        routeKey,
        authorizationType: 'NONE',
        target: Fn.join('/', ['integrations', integration.ref]),
      })
      Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: OPEN })
    }
    new CfnPermission(stack, `${pascal(name)}FromHttp`, {
      action: 'lambda:InvokeFunction',
      functionName: fn.ref,
      principal: 'apigateway.amazonaws.com',
      // Any stage, method and path of this one API.
      sourceArn: arn(stack, 'execute-api', Fn.join('/', [api.ref, '*', '*'])),
    })
  }
  const stage = addStage(stack, api, deployment)
  if (deployment.domain !== undefined) addDomain(stack, api, stage, deployment.domain)
}
