import {
  DeleteParameterCommand,
  GetParametersCommand,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm'
import type { Deployment } from '../adapters/deployment.ts'
import { chunks } from '../core/chunks.ts'
import { calling, clientConfig } from './aws.ts'
import type { World } from './world.ts'

/** Most names that one GetParameters takes. */
const NAMES_A_CALL = 10

/** The secrets of a deployment in SSM Parameter Store, by the names the config gives them. */
export interface SecretParameters {
  /** Values of those of the names that are set. */
  read(names: readonly string[]): Promise<Readonly<Record<string, string>>>
  write(name: string, value: string): Promise<void>
  remove(name: string): Promise<void>
}

export const previousOf = (name: string): string => `${name}_PREVIOUS`

export const createSecretParameters = (
  world: World,
  { name, region }: Pick<Deployment, 'name' | 'region'>,
): SecretParameters => {
  const client = new SSMClient(clientConfig(world, region))
  const path = `/parley/${name}/`
  const readTen = async (names: readonly string[]) => {
    const Names = names.map((one) => path + one)
    const { Parameters = [] } = await client.send(new GetParametersCommand({ Names, WithDecryption: true }))
    return Parameters.map(({ Name = '', Value = '' }) => [Name.slice(path.length), Value] as const)
  }
  return {
    read: (names) =>
      calling('read secrets', async () => {
        const found = await Promise.all(chunks(names, NAMES_A_CALL).map(readTen))
        return Object.fromEntries(found.flat())
      }),
    write: (one, value) =>
      calling(`write the secret ${one}`, async () => {
        await client.send(
          new PutParameterCommand({ Name: path + one, Value: value, Type: 'SecureString', Overwrite: true }),
        )
      }),
    remove: (one) =>
      calling(`delete the secret ${one}`, async () => {
        await client.send(new DeleteParameterCommand({ Name: path + one })).catch((error: unknown) => {
          if (!(error instanceof ParameterNotFound)) throw error
        })
      }),
  }
}
