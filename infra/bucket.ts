import { CfnDeletionPolicy, Fn, Stack } from 'aws-cdk-lib'
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import type { Deployment } from '../adapters/deployment.ts'
import { BROWSERS, OBJECTS } from '../functions/aws/shape.ts'
import { arn, overTlsOnly, policy, serviceOfThisAccount } from './policies.ts'

const expiring = (id: string, prefix: string, days: number) => ({
  id,
  prefix,
  status: 'Enabled',
  expirationInDays: days,
})

/** The gateway deletes exports after seven days. What it could not is gone then. */
const EXPORT_DAYS = 9

/**
 * The one bucket: files of messages, mails, and what had to be put aside. Without versions, because what is erased has to be gone.
 * Pages upload to it and download from it by signed links alone, the inbox as any helpdesk; so any origin may: a link is the permission.
 */
export const addBucket = (scope: Construct, { name, retention }: Deployment): CfnBucket => {
  const { account, region } = Stack.of(scope)
  const bucket = new CfnBucket(scope, 'Bucket', {
    bucketName: Fn.join('-', [name, 'files', account, region]),
    bucketEncryption: {
      serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    },
    publicAccessBlockConfiguration: {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
    corsConfiguration: {
      corsRules: [
        {
          allowedOrigins: ['*'],
          allowedMethods: [...BROWSERS.methods],
          allowedHeaders: [...BROWSERS.headers],
          maxAge: BROWSERS.seconds,
        },
      ],
    },
    lifecycleConfiguration: {
      rules: [
        { id: 'unfinished-uploads', status: 'Enabled', abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } },
        expiring('spilled-requests', OBJECTS.spill, retention.spillDays),
        expiring('exports', OBJECTS.exports, EXPORT_DAYS),
        expiring('failed-records', OBJECTS.failed, retention.failedDays),
      ],
    },
  })
  bucket.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN
  bucket.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN
  return bucket
}

/** Everything over TLS; SES may add mails, where it receives any. */
export const addBucketPolicy = (
  scope: Construct,
  bucket: CfnBucket,
  receiptRules: string | undefined,
): CfnBucketPolicy => {
  const objects = (prefix: string): string => Fn.join('', [bucket.attrArn, `/${prefix}*`])
  const mails = (rules: string) =>
    serviceOfThisAccount(
      scope,
      'ses',
      's3:PutObject',
      objects(OBJECTS.mailIn),
      arn(scope, 'ses', `receipt-rule-set/${rules}:*`),
    )
  return new CfnBucketPolicy(scope, 'BucketPolicy', {
    bucket: bucket.ref,
    policyDocument: policy(
      overTlsOnly('s3:*', bucket.attrArn, objects('')),
      ...(receiptRules === undefined ? [] : [mails(receiptRules)]),
    ),
  })
}
