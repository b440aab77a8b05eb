import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import type { ConnectionConfig } from '../adapters/config.ts'
import { type DataPaths, holdsData } from './data.ts'

/** Secrets by the name under which the gateway looks for them in its environment. */
export type Secrets = Readonly<Record<string, string>>

/** A message for the person who started it; the start ends with it: with 1, or with 2 where it was asked wrongly. */
export class StartError extends Error {
  override readonly name = 'StartError'
  readonly exitCode: 1 | 2

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex')

/** A secret that looks as the provider's own do, so that nothing that checks its form stumbles. */
const SHAPES: Readonly<Record<string, () => string>> = {
  accountSid: () => `AC${hex(16)}`,
  accessToken: () => `EAA${hex(40)}`,
}
const makeSecret = (kind: string): string => (SHAPES[kind] ?? (() => hex(16)))()

const read = (paths: DataPaths): Secrets => {
  let text: string
  try {
    text = readFileSync(paths.secrets, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    if (!holdsData(paths)) return {}
    throw new StartError(
      `${paths.secrets} is missing, and what is kept beside it can only be found again with its deploy key. ` +
        'Put it back, or begin anew with --fresh.',
    )
  }
  try {
    return JSON.parse(text) as Secrets
  } catch {
    throw new StartError(`${paths.secrets} is no JSON. Mend it, or begin anew with --fresh.`)
  }
}

/** Whole or not at all, also when the process ends in between. */
const write = (path: string, secrets: Secrets): void => {
  const part = `${path}.part`
  const file = openSync(part, 'w', 0o600)
  writeSync(file, `${JSON.stringify(secrets, null, 2)}\n`)
  fsyncSync(file)
  closeSync(file)
  renameSync(part, path)
}

/**
 * The keys and secrets of this data directory; what is missing is made and kept. The deploy key is permanent: every id
 * is made with it. Throws {@link StartError}.
 */
export const loadSecrets = (paths: DataPaths, connections: readonly ConnectionConfig[]): Secrets => {
  const known = read(paths)
  const made: Record<string, string> = {
    PARLEY_DEPLOY_KEY: hex(32),
    PARLEY_API_KEY: `prl_local_${hex(16)}`,
    ...Object.fromEntries(
      connections.flatMap(({ secrets }) => Object.entries(secrets).map(([kind, name]) => [name, makeSecret(kind)])),
    ),
  }
  const secrets = { ...made, ...known }
  if (Object.keys(made).some((name) => known[name] === undefined)) write(paths.secrets, secrets)
  return secrets
}
