/** What the command line says; `wrong` with words for the person who typed it. */
export type Command<Options> =
  | { readonly kind: 'run'; readonly options: Options }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string }

export const DEFAULT_CONFIG = 'parley.config.ts'

/** What every command takes. */
export const COMMON = {
  config: { type: 'string', default: DEFAULT_CONFIG },
  help: { type: 'boolean', default: false },
} as const

export const isHttpUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

/** Tells how a command is used, to somebody who asked or who got it wrong; answers the exit code. */
export const explained = (command: Exclude<Command<never>, { readonly kind: 'run' }>, usage: string): number => {
  if (command.kind === 'help') {
    console.log(usage)
    return 0
  }
  console.error(`${command.message}\n\n${usage}`)
  return 2
}
