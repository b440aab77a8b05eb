import { fileURLToPath } from 'node:url'
import { createApi } from '../api.ts'
import { assetsIn } from '../inbox/assets.ts'
import { deployed } from '../production.ts'

/** The inbox page lies beside the bundle. */
const assets = assetsIn(fileURLToPath(new URL('./console', import.meta.url)))

export const handler = deployed((wired) => createApi({ ...wired, assets }))
