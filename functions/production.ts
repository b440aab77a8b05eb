import config from '../parley.config.ts'
import { deployedHere } from './deployed.ts'
import type { Wired } from './wire.ts'

/**
 * What the deployed functions stand on: the configured connections, Lambda's environment and the secrets of this minute.
 * Only what is deployed imports this, because it alone belongs to the one parley.config.ts beside it.
 */
const production = deployedHere(config)

/**
 * A handler that is made when it is first needed, and again when a secret has changed. What is thrown while it is made ends
 * the invocation as a failure, which Lambda repeats.
 */
export const deployed = <Event, Rest extends unknown[], Answer>(
  make: (wired: Wired) => (event: Event, ...rest: Rest) => Promise<Answer>,
): ((event: Event, ...rest: Rest) => Promise<Answer>) => {
  let made: { readonly from: Wired; readonly handler: ReturnType<typeof make> } | undefined
  return async (event, ...rest) => {
    const wired = await production()
    if (made?.from !== wired) made = { from: wired, handler: make(wired) }
    return made.handler(event, ...rest)
  }
}
