import config from '../parley.config.ts'
import { type Wired, wireDeployed } from './wire.ts'

/**
 * What the deployed functions stand on: the configured connections and Lambda's environment. Made on first use. Only
 * what is deployed imports this, because it alone belongs to the one parley.config.ts beside it.
 */
let deployed: Wired | undefined
export const production = (): Wired => (deployed ??= wireDeployed(config))
