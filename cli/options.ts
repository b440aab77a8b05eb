import { DEFAULT_CONFIG } from '../local/arguments.ts'

/** Which config a command reads; for the options of each command that does. */
export const CONFIG = { config: { type: 'string', default: DEFAULT_CONFIG } } as const
export const CONFIG_HELP = `  --config <path>      what is deployed (default ${DEFAULT_CONFIG})`
