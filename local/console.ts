import { execFile } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Log } from '../core/ports.ts'
import { type Assets, assetsIn } from '../functions/inbox/assets.ts'

/** The repository or the installed package. */
const ROOT = dirname(findPackageJSON('..', import.meta.url) ?? '')

/** Where the inbox page is built. */
export const CONSOLE = join(ROOT, 'dist/console')

/** What it is built of. */
const SOURCES = ['console', 'client', 'package-lock.json']

const changedAt = (path: string): number =>
  existsSync(path) ? Math.max(0, ...withFolders(path).map((file) => statSync(file).mtimeMs)) : 0

/** A folder counts too: it changes when a file of it goes. */
const withFolders = (path: string): string[] => [
  path,
  ...(statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : []).map((name) =>
    join(path, name),
  ),
]

/** Whether the page is built of the sources as they are; one without sources is that of a package, and always is. */
export const isFresh = (root = ROOT): boolean =>
  !existsSync(join(root, 'console')) ||
  changedAt(join(root, 'dist/console/index.html')) > Math.max(...SOURCES.map((path) => changedAt(join(root, path))))

/** In a process of its own, whose memory and environment (Vite asks NODE_ENV what to build) are not ours. */
const build = (): Promise<void> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [join(ROOT, 'scripts/console.ts')], { cwd: ROOT }, (error, _, printed) => {
      if (error === null) resolve()
      else reject(new Error(`The inbox page cannot be built.\n${stripVTControlCharacters(printed).trim()}`))
    })
  })

export interface FreshOptions {
  readonly fresh: () => boolean
  readonly build: () => Promise<void>
}

/** Builds the page when it is missing or older than its sources, once for all who ask meanwhile. */
export const createFreshConsole = ({ fresh, build }: FreshOptions): (() => Promise<void>) => {
  let building: Promise<void> | undefined
  return async () => {
    if (building === undefined && fresh()) return
    building ??= build().finally(() => (building = undefined))
    await building
  }
}

export const freshConsole = createFreshConsole({ fresh: isFresh, build })

export interface LocalAssetsOptions extends Partial<FreshOptions> {
  readonly log: Log
  readonly folder?: string
}

/** The page as it was built, which it is when somebody first looks at it: a start does not wait for it. */
export const localAssets = ({ log, folder = CONSOLE, ...options }: LocalAssetsOptions): Assets => {
  const read = assetsIn(folder)
  const { fresh = isFresh, build: run = build } = options
  const logged = async (): Promise<void> => {
    const started = performance.now()
    try {
      await run()
      log('console_built', { ms: Math.round(performance.now() - started) })
    } catch (error) {
      log('console_failed', { reason: (error as Error).message })
      throw error
    }
  }
  const refresh = createFreshConsole({ fresh, build: logged })
  const refreshed = (): Promise<boolean> =>
    refresh().then(
      () => true,
      () => false,
    )
  return async (path, encodings) => (path === 'index.html' && !(await refreshed()) ? undefined : read(path, encodings))
}
