import { common } from '../functions/aws/clients.ts'
import { CommandError } from './command.ts'
import type { World } from './world.ts'

/** A person waits, and AWS's control planes are slower than its data planes. */
const PATIENCE = { maxAttempts: 3, connectionTimeout: 3_000, requestTimeout: 20_000 }

/**
 * How a client of AWS is made for a command: with the credentials the AWS tools of this machine use (environment, profile,
 * single sign-on).
 */
export const clientConfig = ({ env }: Pick<World, 'env'>, region: string) => ({
  ...common({ ...env, AWS_REGION: region }, PATIENCE),
  region,
})

const CREDENTIALS =
  /^(CredentialsProviderError|ExpiredToken\w*|UnrecognizedClientException|InvalidClientTokenId|SignatureDoesNotMatch|AuthFailure)$/
const DENIED = /^AccessDenied/

/** Words for what AWS answered: who is not let in, what is not allowed, or that nothing answered. */
const awsError = (error: unknown, doing: string): CommandError => {
  const { name = 'Error', message = '' } = error instanceof Error ? error : {}
  if (CREDENTIALS.test(name))
    return new CommandError(
      `AWS takes no credentials of this machine (${name}): sign in with the AWS CLI, or set AWS_PROFILE.`,
      3,
    )
  if (DENIED.test(name)) return new CommandError(`AWS does not allow you to ${doing} (${name}).`, 3)
  return new CommandError(`AWS could not ${doing}: ${name}${message === '' ? '' : `, ${message}`}`, 3)
}

/** A call of AWS, whose errors end the command in words. */
export const calling = async <T>(doing: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call()
  } catch (error) {
    throw awsError(error, doing)
  }
}
