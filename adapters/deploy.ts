import * as z from 'zod'

const days = (otherwise: number) =>
  z.number().int('give whole days').min(1, 'give at least 1 day').max(3650, 'give at most 3650 days').default(otherwise)

/** What CloudWatch offers: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653]

const WEBHOOK_CONCURRENCY = 'give 1 to 900, or false to reserve none'

const HOST = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/
const CERTIFICATE = /^arn:aws[a-z-]*:acm:([a-z0-9-]+):\d{12}:certificate\/[\w-]+$/

const Domain = z.strictObject({
  /** Host name of the gateway, such as `chat.shop.example`: part of every webhook's URL, so choose it for good. */
  name: z.string().regex(HOST, 'give a host name in small letters without https://, such as chat.shop.example'),
  /** Of a certificate for that name in AWS Certificate Manager, in the region of the deployment. */
  certificateArn: z
    .string()
    .regex(CERTIFICATE, 'give the ARN of a certificate: arn:aws:acm:<region>:<account>:certificate/…'),
  /** Of the name's hosted zone in Route 53: the record is made there. Without it you make a CNAME yourself. */
  hostedZoneId: z
    .string()
    .regex(/^Z[A-Z0-9]{5,31}$/, 'give the id of a hosted zone, which begins with Z')
    .optional(),
})

const certificateElsewhere = ({
  region,
  domain,
}: {
  region: string
  domain?: z.infer<typeof Domain> | undefined
}): boolean => domain !== undefined && CERTIFICATE.exec(domain.certificateArn)?.[1] !== region

/** How the gateway is deployed. Only `region` has to be given. */
export const DeployConfig = z
  .strictObject({
    /**
     * Name of the deployment, and the beginning of the names of all that belongs to it. It never changes: the table and the
     * bucket are named by it.
     */
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,29}$/, 'give 2 to 30 small letters, digits and dashes, a letter first, such as parley')
      .default('parley'),
    /** AWS region. Mail is received by SES in some regions only. */
    region: z
      .string('give the AWS region to deploy to, such as eu-central-1')
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'give a region like eu-central-1'),
    /** A name of your own for the gateway; otherwise it has one of AWS's. */
    domain: Domain.optional(),
    /** Who is told when something needs a person. Without it alarms are seen in the console alone. */
    alarmEmail: z.email('give an email address that people read').optional(),
    /** How long is kept what is not part of a conversation. */
    retention: z
      .strictObject({
        /** The provider's own words, beside what was understood of them. */
        rawDays: days(7),
        /** Bodies of webhooks that had to wait for the table; longer than the 14 days a queue keeps their names. */
        spillDays: days(30),
        /** Changes that could not be shown in conversations. */
        failedDays: days(90),
      })
      .prefault({}),
    /** How long logs are kept, in days: one of the numbers that CloudWatch offers. */
    logDays: z
      .number()
      .refine((value) => LOG_DAYS.includes(value), `give one of ${LOG_DAYS.join(', ')}`)
      .default(30),
    /** Calls that the gateway takes, webhooks and API together; beyond, they are answered 429. */
    throttle: z
      .strictObject({
        perSecond: z.number().int().min(1, 'give at least 1').max(10_000, 'give at most 10000').default(200),
        burst: z.number().int().min(1, 'give at least 1').max(5_000, 'give at most 5000').default(400),
      })
      .prefault({}),
    /**
     * Invocations of the account that are kept for webhooks, so that nothing else takes their place; `false` for none. An account
     * has 1000, a new one at times only 10, of which AWS lets nobody reserve any.
     */
    webhookConcurrency: z
      .union(
        [
          z.literal(false),
          z.number().refine((value) => Number.isInteger(value) && value >= 1 && value <= 900, WEBHOOK_CONCURRENCY),
        ],
        WEBHOOK_CONCURRENCY,
      )
      .default(50),
  })
  .refine((config) => !certificateElsewhere(config), {
    path: ['domain', 'certificateArn'],
    message: 'the certificate is in another region; ask for one in the region of the deployment',
  })
export type DeployInput = z.input<typeof DeployConfig>
