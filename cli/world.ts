import { spawn } from 'node:child_process'
import { resolve4, resolveMx } from 'node:dns/promises'
import { pause } from '../client/pause.ts'
import { createInterface } from 'node:readline/promises'

export interface ExecOptions {
  readonly cwd: string
  /** Beside this process's own. */
  readonly env?: Readonly<Record<string, string>>
  /** `shown` where the person is to read along, on standard error. */
  readonly output: 'shown' | 'collected'
}
export interface Executed {
  readonly status: number
  /** Both streams; empty where it was shown. */
  readonly output: string
}

/** What a command has of the world outside; tests give it another one. */
export interface World {
  /** A line of the answer, to standard output. */
  readonly print: (line: string) => void
  /** A line for the person who waits, to standard error: never part of the answer. */
  readonly tell: (line: string) => void
  /** The text of a line that is overwritten by the next; nothing where nobody watches. */
  readonly progress: (text: string) => void
  /** The answer of the person to a question; undefined where nobody can be asked. */
  readonly ask: ((question: string, options?: { readonly hidden?: boolean }) => Promise<string>) | undefined
  /** Whole standard input, where it is no terminal. */
  readonly input: () => Promise<string>
  /** Runs another program of this machine to its end, its output shown to the person or collected. */
  readonly exec: (program: string, args: readonly string[], options: ExecOptions) => Promise<Executed>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly fetch: typeof globalThis.fetch
  /** What DNS says of a name: its mail servers, or its addresses. Empty where there are none; throws where nobody can be asked. */
  readonly resolve: (name: string, type: 'MX' | 'A') => Promise<readonly string[]>
  readonly now: () => number
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Ends what goes on for ever: Ctrl-C. */
  readonly signal: AbortSignal
}

const CLEAR_LINE = '\r\u001B[2K'

const askHere = async (question: string, { hidden = false }: { readonly hidden?: boolean } = {}): Promise<string> => {
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: true })
  // readline repeats what is typed through this method; a secret must not stand on the screen.
  if (hidden)
    Object.assign(lines, {
      _writeToOutput: (text: string) => process.stderr.write(text === `${question} ` ? text : ''),
    })
  try {
    return (await lines.question(`${question} `)).trim()
  } finally {
    lines.close()
    if (hidden) process.stderr.write('\n')
  }
}

const exec: World['exec'] = (program, args, { cwd, env = {}, output }) =>
  new Promise((resolve, reject) => {
    const shown = output === 'shown'
    // The answer alone goes to standard output, so what is shown goes to standard error.
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: shown ? ['inherit', 2, 2] : ['ignore', 'pipe', 'pipe'],
    })
    const chunks: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.once('error', reject)
    child.once('close', (status) => resolve({ status: status ?? 1, output: Buffer.concat(chunks).toString() }))
  })

const resolve: World['resolve'] = async (name, type) => {
  try {
    return type === 'MX' ? (await resolveMx(name)).map(({ exchange }) => exchange) : await resolve4(name)
  } catch (error) {
    if (/^(ENOTFOUND|ENODATA)$/.test((error as NodeJS.ErrnoException).code ?? '')) return []
    throw error
  }
}

/** This process. */
export const createWorld = (): World => {
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  // Whoever reads along has seen enough: `parley tail | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
  let shown = false
  const cleared = (text: string): string => {
    const line = shown ? `${CLEAR_LINE}${text}` : text
    shown = false
    return line
  }
  return {
    print: (line) => {
      if (shown) process.stderr.write(cleared(''))
      process.stdout.write(`${line}\n`)
    },
    tell: (line) => process.stderr.write(cleared(`${line}\n`)),
    progress: (text) => {
      if (!process.stderr.isTTY) return
      process.stderr.write(cleared(text))
      shown = text !== ''
    },
    ask: process.stdin.isTTY && process.stderr.isTTY ? askHere : undefined,
    input: async () => {
      const chunks: Buffer[] = []
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks).toString()
    },
    exec,
    env: process.env,
    cwd: process.cwd(),
    fetch: globalThis.fetch,
    resolve,
    now: Date.now,
    sleep: pause,
    signal: stop.signal,
  }
}
