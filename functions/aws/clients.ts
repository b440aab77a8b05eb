import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SQSClient } from '@aws-sdk/client-sqs'

/** What the clients need to know of their surroundings, by the names Lambda and the AWS tools use. */
export interface AwsEnvironment {
  readonly AWS_REGION?: string | undefined
  readonly AWS_ACCESS_KEY_ID?: string | undefined
  readonly AWS_SECRET_ACCESS_KEY?: string | undefined
  readonly AWS_SESSION_TOKEN?: string | undefined
  readonly AWS_ENDPOINT_URL_DYNAMODB?: string | undefined
  readonly AWS_ENDPOINT_URL_SQS?: string | undefined
  readonly AWS_ENDPOINT_URL_S3?: string | undefined
}

export interface Patience {
  /** Tries in all. */
  readonly maxAttempts: number
  /** Milliseconds for a connection to be made. */
  readonly connectionTimeout: number
  /** Milliseconds for one answer, after which the try has failed. */
  readonly requestTimeout: number
}

/**
 * A webhook has to be answered within a few seconds (Meta and Twilio give up after about 10 to 15), and after the
 * table's last attempt there must be time left for the spill queue: three tries of at most 1.5 s each, then those of SQS.
 */
const TABLE_PATIENCE: Patience = { maxAttempts: 3, connectionTimeout: 500, requestTimeout: 1500 }
const QUEUE_PATIENCE: Patience = { maxAttempts: 3, connectionTimeout: 500, requestTimeout: 2500 }

/** A DynamoDB client. Without explicit credentials the SDK looks for them itself. */
export const dynamoClient = (env: AwsEnvironment, patience: Patience = TABLE_PATIENCE): DynamoDBClient =>
  new DynamoDBClient({ ...common(env, patience), ...endpoint(env.AWS_ENDPOINT_URL_DYNAMODB) })

/** An SQS client. Long polls need a request timeout above their 20 s. */
export const sqsClient = (env: AwsEnvironment, patience: Patience = QUEUE_PATIENCE): SQSClient =>
  new SQSClient({ ...common(env, patience), ...endpoint(env.AWS_ENDPOINT_URL_SQS) })

export const endpoint = (url: string | undefined) => (url === undefined ? {} : { endpoint: url })

/** What the clients have in common. */
export const common = (env: AwsEnvironment, { maxAttempts, ...timeouts }: Patience) => ({
  maxAttempts,
  // By default the SDK only warns when an answer takes longer than requestTimeout.
  requestHandler: { ...timeouts, throwOnRequestTimeout: true },
  ...(env.AWS_REGION !== undefined && { region: env.AWS_REGION }),
  ...(env.AWS_ACCESS_KEY_ID !== undefined &&
    env.AWS_SECRET_ACCESS_KEY !== undefined && {
      credentials: {
        accessKeyId: env.AWS_ACCESS_KEY_ID,
        secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
        ...(env.AWS_SESSION_TOKEN !== undefined && { sessionToken: env.AWS_SESSION_TOKEN }),
      },
    }),
})
