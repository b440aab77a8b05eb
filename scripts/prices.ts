/** A unit price of AWS, and what every account has of it free each month without end (not the offers for new accounts). */
interface Price {
  readonly what: string
  readonly usd: number
  /** Units that `usd` buys. */
  readonly per: number
  readonly unit: string
  /** Units that are free each month; shared with whatever else the account does. */
  readonly free: number
  /** AWS's own page, which decides. */
  readonly source: string
  /** Where the figure was read, and of when that is. */
  readonly seen: string
}

const price = (
  what: string,
  usd: number,
  per: number,
  unit: string,
  free: number,
  source: string,
  seen: string,
): Price => ({ what, usd, per, unit, free, source, seen })

const MILLION = 1_000_000

/** Prices in US East (N. Virginia), in US dollars without taxes, gathered on 24 November 2026. Other regions are up to a third dearer. */
export const PRICES = {
  write: price(
    'DynamoDB, write request unit',
    0.625,
    MILLION,
    'units',
    0,
    'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    '[2025-07](https://airbyte.com/data-engineering-resources/dynamodb-pricing)',
  ),
  read: price(
    'DynamoDB, read request unit',
    0.125,
    MILLION,
    'units',
    0,
    'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    '[2025-07](https://airbyte.com/data-engineering-resources/dynamodb-pricing)',
  ),
  storage: price(
    'DynamoDB, storage',
    0.25,
    1,
    'GB and month',
    25,
    'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    '[2020-12](https://gist.github.com/bahrmichael/94e01d26dc21b9b7156d7d27b1b9e16e)',
  ),
  recovery: price(
    'DynamoDB, point-in-time recovery',
    0.2,
    1,
    'GB and month',
    0,
    'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    '[undated](https://finops.com.py/services/dynamodb/backups)',
  ),
  invocation: price(
    'Lambda, invocation',
    0.2,
    MILLION,
    'calls',
    MILLION,
    'https://aws.amazon.com/lambda/pricing/',
    '[2026-03](https://wring.co/blog/aws-lambda-pricing-guide)',
  ),
  duration: price(
    'Lambda, duration on arm64',
    0.0000133334,
    1,
    'GB-seconds',
    400_000,
    'https://aws.amazon.com/lambda/pricing/',
    '[2026-03](https://wring.co/blog/aws-lambda-pricing-guide)',
  ),
  http: price(
    'API Gateway, HTTP API',
    1,
    MILLION,
    'requests',
    0,
    'https://aws.amazon.com/api-gateway/pricing/',
    '[2026](https://go-cloud.io/aws-api-gateway-pricing)',
  ),
  standard: price(
    'SQS, standard queue',
    0.4,
    MILLION,
    'requests',
    MILLION,
    'https://aws.amazon.com/sqs/pricing/',
    '[2026-03](https://cloudburn.io/blog/amazon-sqs-pricing)',
  ),
  fifo: price(
    'SQS, FIFO queue',
    0.5,
    MILLION,
    'requests',
    0,
    'https://aws.amazon.com/sqs/pricing/',
    '[2026-03](https://cloudburn.io/blog/amazon-sqs-pricing); the free million is counted with the standard queues',
  ),
  decryption: price(
    'KMS, request',
    0.03,
    10_000,
    'requests',
    20_000,
    'https://aws.amazon.com/kms/pricing/',
    '[2026-03](https://www.wring.co/blog/aws-kms-pricing-guide)',
  ),
  alarm: price(
    'CloudWatch, alarm',
    0.1,
    1,
    'alarms',
    10,
    'https://aws.amazon.com/cloudwatch/pricing/',
    '[2026-06](https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/)',
  ),
  dashboard: price(
    'CloudWatch, dashboard',
    3,
    1,
    'dashboards',
    3,
    'https://aws.amazon.com/cloudwatch/pricing/',
    '[2026-06](https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/)',
  ),
  logs: price(
    'CloudWatch, logs taken in',
    0.5,
    1,
    'GB',
    5,
    'https://aws.amazon.com/cloudwatch/pricing/',
    '[2026-06](https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/)',
  ),
} as const satisfies Record<string, Price>

export type PriceName = keyof typeof PRICES

/** Dollars for so many units: at the list price, or only for what goes beyond the free ones. */
export const dollars = (name: PriceName, units: number, lessFree: boolean): number => {
  const { usd, per, free } = PRICES[name]
  return (Math.max(0, units - (lessFree ? free : 0)) / per) * usd
}
