/** What of a CloudFormation template this file reads. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>
}
export interface TemplateResource {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
  readonly DeletionPolicy?: string
  readonly UpdateReplacePolicy?: string
}

/**
 * Resources that hold what cannot be made again, with the properties whose change makes CloudFormation put a new and
 * empty one in their place, as each type's page says: "Update requires: Replacement".
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
const STATEFUL: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::Table': ['TableName', 'KeySchema', 'LocalSecondaryIndexes', 'ImportSourceSpecification'],
  'AWS::S3::Bucket': ['BucketName'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
}

/** Those that also outlive their stack. */
const KEPT = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket']

interface Index {
  readonly IndexName: string
  readonly KeySchema: unknown
  readonly Projection: unknown
}

const words = (value: unknown): string => JSON.stringify(value) ?? 'nothing'

/** An index whose keys change is made anew under its name, and answers nothing meanwhile; one that goes is gone for the code that runs. */
const indexRefusals = (id: string, from: TemplateResource, to: TemplateResource): string[] => {
  const indexesOf = ({ Properties }: TemplateResource) =>
    (Properties?.['GlobalSecondaryIndexes'] ?? []) as readonly Index[]
  const next = new Map(indexesOf(to).map((index) => [index.IndexName, index]))
  return indexesOf(from).flatMap((index) => {
    const same = next.get(index.IndexName)
    if (same === undefined)
      return [`${id}: the index ${index.IndexName} would be removed; leave it, and add another beside it`]
    return words([same.KeySchema, same.Projection]) === words([index.KeySchema, index.Projection])
      ? []
      : [`${id}: the index ${index.IndexName} would be made anew; add one under another name beside it`]
  })
}

const changeRefusals = (id: string, from: TemplateResource, to: TemplateResource): string[] => {
  const replaced = (STATEFUL[from.Type] ?? [])
    .filter((name) => words(from.Properties?.[name]) !== words(to.Properties?.[name]))
    .map(
      (name) =>
        `${id}: ${name} would change from ${words(from.Properties?.[name])} to ${words(to.Properties?.[name])}, which puts an empty one in its place; keep it as it is`,
    )
  const dropped = KEPT.includes(from.Type) && (to.DeletionPolicy !== 'Retain' || to.UpdateReplacePolicy !== 'Retain')
  return [
    ...replaced,
    ...(dropped ? [`${id}: it would no longer be kept when the stack goes; give it the policies Retain`] : []),
    ...indexRefusals(id, from, to),
  ]
}

/**
 * Why a template must not be deployed over the one that is: what would be lost with it, resource by resource. Empty where nothing would. A
 * queue of a connection that left the config may go; with it go the messages in it, so it is told among `warnings`.
 */
export const replacements = (
  deployed: Template,
  next: Template,
): { readonly refusals: readonly string[]; readonly warnings: readonly string[] } => {
  const stateful = Object.entries(deployed.Resources).filter(([, { Type }]) => Object.hasOwn(STATEFUL, Type))
  const refusals: string[] = []
  const warnings: string[] = []
  for (const [id, from] of stateful) {
    const to = next.Resources[id]
    if (to !== undefined && to.Type === from.Type) refusals.push(...changeRefusals(id, from, to))
    else if (from.Type === 'AWS::SQS::Queue' && id.startsWith(CONNECTION_QUEUES) && to === undefined)
      warnings.push(`${id}: the queue would be deleted with the messages in it; see that it is empty`)
    else refusals.push(`${id}: the ${from.Type} would be deleted or replaced; keep it under this logical id`)
  }
  return { refusals, warnings }
}

/** The beginning of the logical ids of queues that come and go with a connection. */
const CONNECTION_QUEUES = 'In'

/** Throws with every refusal: before a deploy. */
export const refuseReplacements = (deployed: Template, next: Template): void => {
  const { refusals } = replacements(deployed, next)
  if (refusals.length > 0)
    throw new Error(`This deploy would lose data:\n${refusals.map((refusal) => `  - ${refusal}`).join('\n')}`)
}
