import { explained } from './arguments.ts'
import { demo } from './demo/demo.ts'
import { readDemoCommand, USAGE } from './demo/options.ts'

/** Plays, and answers 1 when something was missing, twice or out of order. */
export const demoCommand = async (args: readonly string[]): Promise<number> => {
  const command = readDemoCommand(args)
  if (command.kind !== 'run') return explained(command, USAGE)
  const problems = await demo(command.options)
  if (problems.length === 0) {
    console.log('Everything arrived, once and in order, and every answer got as far as its channel tells.')
    return 0
  }
  console.error(`Not everything is right:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
  return 1
}
