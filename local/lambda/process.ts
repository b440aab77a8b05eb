import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Environment } from '../../functions/wire.ts'

export interface FunctionProcess {
  /** How it ended, in the words of Lambda: `exit status 1`, `signal: killed`. */
  readonly ended: Promise<string>
  kill(): void
  /** The most memory it has had, in bytes; undefined where the system does not tell (elsewhere than on Linux). */
  peakBytes(): number | undefined
}

export interface ProcessOptions {
  /** The runtime and its arguments. */
  readonly command: readonly [string, ...string[]]
  /** The function's folder. */
  readonly cwd: string
  /** All of its environment. */
  readonly env: Environment
  /** Told of every line it prints. */
  readonly print: (line: string) => void
}

const SIGNALS: Readonly<Partial<Record<NodeJS.Signals, string>>> = { SIGKILL: 'killed', SIGTERM: 'terminated' }

const endOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name))
    // `close` comes after the last line was read.
    child.once('close', (code, signal) =>
      resolve(signal === null ? `exit status ${code}` : `signal: ${SIGNALS[signal] ?? signal}`),
    )
  })

const peakOf = (pid: number | undefined): number | undefined => {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
  } catch {
    return undefined
  }
}

/** Starts a process that knows of its surroundings only what it is given, as a function does. */
export const startProcess = ({ command: [program, ...args], cwd, env, print }: ProcessOptions): FunctionProcess => {
  // Detached, so that Ctrl-C in a terminal reaches us alone: what is in hand is finished first.
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  for (const stream of [child.stdout, child.stderr] as const satisfies readonly Readable[])
    createInterface({ input: stream }).on('line', print)
  return {
    ended: endOf(child),
    kill: () => void child.kill('SIGKILL'),
    peakBytes: () => peakOf(child.pid),
  }
}
