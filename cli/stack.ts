import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation'
import type { Deployment } from '../adapters/deployment.ts'
import { calling, clientConfig } from './aws.ts'
import type { World } from './world.ts'

/** A stack that is deployed, as CloudFormation tells of it. */
export interface Stack {
  /** `CREATE_COMPLETE` and so on. */
  readonly status: string
  readonly outputs: Readonly<Record<string, string>>
}

/** CloudFormation has no error of its own for a stack that is not there. */
const absent = (error: unknown): boolean =>
  error instanceof CloudFormationServiceException && /does not exist/.test(error.message)

const orNone = async <T>(call: Promise<T>): Promise<T | undefined> => {
  try {
    return await call
  } catch (error) {
    if (absent(error)) return undefined
    throw error
  }
}

/** Reads what CloudFormation knows of the stacks of a region. */
export const createStacks = (world: World, region: string) => {
  const client = new CloudFormationClient(clientConfig(world, region))
  return {
    /** Undefined where it is not deployed. */
    read: (name: string): Promise<Stack | undefined> =>
      calling(`look at the stack ${name}`, async () => {
        const found = await orNone(client.send(new DescribeStacksCommand({ StackName: name })))
        const stack = found?.Stacks?.[0]
        if (stack === undefined) return undefined
        const outputs = (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])
        return { status: stack.StackStatus ?? '', outputs: Object.fromEntries(outputs) as Record<string, string> }
      }),
    /** The template that is deployed, parsed; undefined where there is none. */
    template: (name: string): Promise<unknown> =>
      calling(`read the template of ${name}`, async () => {
        const found = await orNone(client.send(new GetTemplateCommand({ StackName: name, TemplateStage: 'Original' })))
        return found?.TemplateBody === undefined ? undefined : (JSON.parse(found.TemplateBody) as unknown)
      }),
  }
}

export type Stacks = ReturnType<typeof createStacks>

/** Where the gateway of a deployment is; undefined before it is deployed. */
export const urlOf = async (
  world: World,
  { name, region }: Pick<Deployment, 'name' | 'region'>,
): Promise<string | undefined> => (await createStacks(world, region).read(name))?.outputs['Url']
