import { enableCompileCache } from 'node:module'
import { readDemoCommand, USAGE } from './demo/options.ts'

const command = readDemoCommand(process.argv.slice(2))
switch (command.kind) {
  case 'help':
    console.log(USAGE)
    break
  case 'wrong':
    console.error(`${command.message}\n\n${USAGE}`)
    process.exitCode = 2
    break
  case 'run': {
    enableCompileCache()
    const { demo } = await import('./demo/demo.ts')
    const problems = await demo(command.url)
    if (problems.length === 0) {
      console.log('Everything arrived, once and in order, and every answer got as far as its channel tells.')
    } else {
      console.error(`Not everything is right:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
      process.exitCode = 1
    }
  }
}
