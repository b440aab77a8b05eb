import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Gateway, GatewayOptions } from '../../local/gateway.ts'
import { openGateway } from '../../local/gateway.ts'
import config from '../../parley.config.ts'
import { ROOT } from './tree.ts'

export const temporaryDir = () => {
  const dir = mkdtempSync(join(tmpdir(), 'parley-'))
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

export interface TestGateway extends Gateway {
  readonly dir: string
  readonly logs: { event: string; [field: string]: unknown }[]
}

/** A local gateway in this process, on a free port and in a directory of its own unless one is given. */
export const testGateway = async (options: Partial<GatewayOptions> = {}): Promise<TestGateway> => {
  const temporary = temporaryDir()
  const logs: TestGateway['logs'] = []
  const dir = options.dir ?? temporary.dir
  const gateway = await openGateway({
    port: 0,
    fresh: false,
    dir,
    config,
    env: {},
    log: (event, fields) => logs.push({ event, ...fields }),
    ...options,
  })
  return {
    ...gateway,
    dir,
    logs,
    close: async () => {
      await gateway.close()
      temporary.remove()
    },
  }
}

export interface Run {
  readonly child: ChildProcess
  /** All it has printed, both streams. */
  output(): string
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
  /** Resolves with what the pattern found as soon as it was printed; rejects when the process ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
}

/** Runs a command in a process of its own, with this process's Node and as little environment as it needs. */
export const run = (command: 'start' | 'demo', args: readonly string[], env: NodeJS.ProcessEnv = {}): Run => {
  const { PATH, HOME, TMPDIR } = process.env
  const child = spawn(process.execPath, [join(ROOT, 'cli/parley.ts'), command, ...args], {
    cwd: ROOT,
    env: { ...(PATH && { PATH }), ...(HOME && { HOME }), ...(TMPDIR && { TMPDIR }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const watchers = new Set<() => void>()
  const take = (chunk: Buffer): void => {
    output += chunk.toString()
    for (const look of watchers) look()
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const ended = new Promise<number | NodeJS.Signals>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal ?? 0)),
  )
  return {
    child,
    output: () => output,
    ended,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(output)
          if (found === null) return
          watchers.delete(look)
          resolve(found)
        }
        watchers.add(look)
        look()
        void ended.then((how) => reject(new Error(`it ended with ${how} before it printed ${pattern}:\n${output}`)))
      }),
  }
}

export interface Started extends Run {
  readonly url: string
  readonly port: number
}

/** Starts a gateway as `npm start` does, and waits until it is ready. */
export const start = async (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Started> => {
  const process_ = run('start', args, env)
  const [, url = '', port] = await process_.printed(/Parley runs at (http:\/\/127\.0\.0\.1:(\d+))[\s\S]*npm run demo/)
  return { ...process_, url, port: Number(port) }
}
