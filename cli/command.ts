import { parseArgs, type ParseArgsConfig } from 'node:util'
import { ParleyProblem } from '../client/index.ts'
import { createWorld, type World } from './world.ts'

/**
 * What a command ends with: 0 it did what it was asked; 1 it did not, or found something wrong; 2 it was asked wrongly (its
 * arguments, the config); 3 the gateway or AWS could not be reached, or refused the credentials.
 */
export type ExitCode = 0 | 1 | 2 | 3

/** Ends a command with words for the person who called it. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

type Options = NonNullable<ParseArgsConfig['options']>
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O & typeof COMMON; strict: true; allowPositionals: true }>
>

const COMMON = { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const

export interface Call<O extends Options> {
  readonly world: World
  readonly values: Parsed<O>['values']
  readonly positionals: readonly string[]
  /** Prints the answer: as JSON where `--json` asks for it (one line an object), else by the lines given. */
  readonly answer: (object: unknown, lines: readonly string[]) => void
}

export interface CommandWords<O extends Options> {
  /** How it is used, without `parley`: `keys create --name <name>`. */
  readonly usage: string
  /** What it does, and a line for each option. */
  readonly help: string
  readonly options: O
  /** Fewest and most of the words after the options. */
  readonly positionals?: readonly [least: number, most: number]
  readonly run: (call: Call<O>) => Promise<ExitCode>
}

export type Run = (args: readonly string[], world?: World) => Promise<ExitCode>

const wrong = (world: World, message: string, usage: string): ExitCode => {
  world.tell(`${message}\n\n${usage}`)
  return 2
}

const failed = (world: World, json: boolean, message: string, exitCode: ExitCode): ExitCode => {
  world.progress('')
  if (json) world.print(JSON.stringify({ error: message }))
  else world.tell(message)
  return exitCode
}

/** Makes a command: reads its arguments, explains itself, and turns what is thrown at people into words and an exit code. */
export const command = <const O extends Options>({ usage, help, options, positionals, run }: CommandWords<O>): Run => {
  const [least, most] = positionals ?? [0, 0]
  const explained = `Usage: parley ${usage}\n\n${help}\n\n  --json               answer as JSON, for scripts\n  --help               show this`
  return async (args, world = createWorld()) => {
    let parsed: Parsed<O>
    try {
      parsed = parseArgs({ args: [...args], options: { ...COMMON, ...options }, strict: true, allowPositionals: true })
    } catch (error) {
      return wrong(world, error instanceof Error ? error.message : String(error), explained)
    }
    const { json, help: asked } = parsed.values as { readonly json: boolean; readonly help: boolean }
    if (asked) {
      world.print(explained)
      return 0
    }
    const count = parsed.positionals.length
    if (count < least || count > most)
      return wrong(world, `Give ${least === most ? least : `${least} to ${most}`} words, not ${count}.`, explained)
    const answer: Call<O>['answer'] = (object, lines) => {
      world.progress('')
      for (const line of json ? [JSON.stringify(object)] : lines) world.print(line)
    }
    try {
      return await run({ world, values: parsed.values, positionals: parsed.positionals, answer })
    } catch (error) {
      if (error instanceof CommandError) return failed(world, json, error.message, error.exitCode)
      if (error instanceof ParleyProblem) return failed(world, json, error.message, error.status === 401 ? 3 : 1)
      throw error
    }
  }
}

/** Commands under one name, found by the first word: `keys list`. */
export const group =
  (
    name: string,
    summary: string,
    commands: Readonly<Record<string, { readonly summary: string; readonly run: Run }>>,
  ): Run =>
  async ([first = '', ...rest], world = createWorld()) => {
    const found = Object.hasOwn(commands, first) ? commands[first] : undefined
    if (found !== undefined) return found.run(rest, world)
    const width = Math.max(...Object.keys(commands).map((key) => key.length))
    const lines = Object.entries(commands).map(([key, { summary }]) => `  ${key.padEnd(width)}  ${summary}`)
    const usage = [
      `Usage: parley ${name} <command> [options]`,
      '',
      summary,
      '',
      ...lines,
      '',
      `parley ${name} <command> --help says more.`,
    ].join('\n')
    if (first === '--help') {
      world.print(usage)
      return 0
    }
    return wrong(world, first === '' ? 'Give a command.' : `There is no command ${name} ${first}.`, usage)
  }
