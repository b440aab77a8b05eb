#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

/** A command answers its exit code, or nothing while it goes on. */
type Run = (args: readonly string[]) => Promise<number | undefined>

interface Entry {
  readonly summary: string
  readonly load: () => Promise<Run>
}

const COMMANDS: Readonly<Record<string, Entry>> = {
  start: {
    summary: 'runs the gateway on this machine, with a sandbox in the place of the providers',
    load: async () => (await import('../local/start.ts')).startCommand,
  },
  demo: {
    summary: 'plays a customer on every channel and an agent who answers, and checks that nothing is missing',
    load: async () => (await import('../local/demo.ts')).demoCommand,
  },
  init: {
    summary: 'asks which channels there are, and writes the config',
    load: async () => (await import('./init.ts')).init,
  },
  deploy: {
    summary: 'deploys the gateway into your AWS account',
    load: async () => (await import('./deploy.ts')).deploy,
  },
  register: {
    summary: 'subscribes the webhooks at the providers',
    load: async () => (await import('./register.ts')).register,
  },
  doctor: {
    summary: 'looks for what is wrong with the deployment and its connections, and says how it is mended',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  secrets: {
    summary: 'stores and rotates the secrets of a deployment',
    load: async () => (await import('./secrets.ts')).secrets,
  },
  tail: {
    summary: 'shows events as they happen',
    load: async () => (await import('./tail.ts')).tail,
  },
  'dead-letters': {
    summary: 'shows what could not be read or placed',
    load: async () => (await import('./dead-letters.ts')).deadLetters,
  },
  redrive: {
    summary: 'tries dead letters again',
    load: async () => (await import('./redrive.ts')).redrive,
  },
  resync: {
    summary: 'makes everything that is shown anew from what was received and sent',
    load: async () => (await import('./resync.ts')).resync,
  },
  export: {
    summary: 'writes all that is kept of a person into a file',
    load: async () => (await import('./export.ts')).exportPerson,
  },
  erase: {
    summary: 'erases a person',
    load: async () => (await import('./erase.ts')).erase,
  },
  keys: {
    summary: 'lists, makes and revokes API keys',
    load: async () => (await import('./keys.ts')).keys,
  },
  people: {
    summary: 'lists and adds who signs in, and makes links to sign in by',
    load: async () => (await import('./people.ts')).people,
  },
}

const WIDTH = Math.max(...Object.keys(COMMANDS).map((name) => name.length))
const USAGE = [
  'Usage: parley <command> [options]',
  '',
  ...Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(WIDTH)}  ${summary}`),
  '',
  'parley <command> --help says more.',
].join('\n')

const [name = '', ...args] = process.argv.slice(2)
const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
if (entry !== undefined) {
  // Compiled code is kept between starts, which halves what a start costs; what is imported before is not.
  enableCompileCache()
  process.exitCode = await (await entry.load())(args)
} else if (name === '--help') {
  console.log(USAGE)
} else {
  console.error(name === '' ? USAGE : `There is no command ${name}.\n\n${USAGE}`)
  process.exitCode = 2
}
