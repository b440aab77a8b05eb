import { build } from 'vite'
import { fileURLToPath } from 'node:url'

/** Builds the inbox page into dist/console. */
await build({ configFile: fileURLToPath(new URL('../console/vite.config.ts', import.meta.url)) })
