import * as z from 'zod'

export const AwsConfig = z.strictObject({
  provider: z.literal('aws'),
  /** Where the numbers are; the region of the deployment when left out. */
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'give a region, such as eu-central-1')
    .optional(),
  /** Name of the configuration set whose event destination is the connection's topic. Without one there are no receipts. */
  configurationSet: z.string().min(1).max(256).optional(),
  /** What AWS takes the messages for; a number may be registered for one of them only. */
  messageType: z.enum(['TRANSACTIONAL', 'PROMOTIONAL']).default('TRANSACTIONAL'),
  /** Id of a protect configuration that is not the account's default. */
  protectConfiguration: z.string().min(1).max(256).optional(),
  /** Another endpoint than the region's own (FIPS, a VPC). */
  apiUrl: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
})
export type AwsConfig = z.infer<typeof AwsConfig>
