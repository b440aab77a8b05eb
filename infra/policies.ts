import { Fn, Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'

/** Statements as IAM reads them; nothing here is worth a class. */
export interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: unknown
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Condition?: unknown
}

export const policy = (...statements: readonly Statement[]) => ({ Version: '2012-10-17', Statement: statements })

/** Refuses whatever does not come over TLS, whoever it comes from. */
export const overTlsOnly = (action: string | readonly string[], ...resources: readonly string[]): Statement => ({
  Sid: 'OverTlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: action,
  Resource: resources,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
})

/** Lets a service of AWS in when it acts for this account. */
export const serviceOfThisAccount = (
  scope: Construct,
  service: string,
  action: string,
  resource: string,
  sourceArn?: string | readonly string[],
): Statement => ({
  Sid: `From${service.replaceAll(/[^a-z]/g, '')}`,
  Effect: 'Allow',
  Principal: { Service: `${service}.amazonaws.com` },
  Action: action,
  Resource: resource,
  Condition: {
    StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
    ...(sourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': sourceArn } }),
  },
})

/** ARN in this account; in another region of it where one is named. */
export const arn = (scope: Construct, service: string, resource: string, region?: string): string => {
  const { partition, account, region: own } = Stack.of(scope)
  return Fn.join(':', ['arn', partition, service, region ?? own, account, resource])
}

/** Words of a name as one: `email`, `my-shop` → `EmailMyShop`. Logical ids have letters and digits only. */
export const pascal = (...names: readonly string[]): string =>
  names
    .flatMap((name) => name.split(/[^A-Za-z0-9]+/))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
