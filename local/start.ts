import { enableCompileCache } from 'node:module'
import { readCommand, USAGE } from './options.ts'

const command = readCommand(process.argv.slice(2))
switch (command.kind) {
  case 'help':
    console.log(USAGE)
    break
  case 'wrong':
    console.error(`${command.message}\n\n${USAGE}`)
    process.exitCode = 2
    break
  case 'run': {
    // Compiled code is kept between starts, which halves what a start costs; what is imported before is not.
    enableCompileCache()
    const { start } = await import('./main.ts')
    await start(command.options)
  }
}
