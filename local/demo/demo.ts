import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../config.ts'
import { openGateway } from '../gateway.ts'
import { contactProblems, problemsOf, settledTimeline } from './check.ts'
import { answers, connect } from './client.ts'
import { newCustomer } from './customer.ts'
import { DEFAULT_URL, type DemoOptions } from './options.ts'
import { printed } from './print.ts'
import { play, sceneFor } from './scenes.ts'

interface Stage {
  readonly url: string
  close(): Promise<void>
}

const temporaryGateway = async (configPath: string): Promise<Stage> => {
  const config = await loadConfig(configPath)
  const dir = mkdtempSync(join(tmpdir(), 'parley-demo-'))
  const log = (): void => undefined
  const gateway = await openGateway({ port: 0, fresh: false, dir, config, env: {}, log })
  return {
    url: gateway.url,
    close: async () => {
      await gateway.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** The gateway that was named or runs where it runs by default, or else one of our own. */
const findStage = async ({ url, config }: DemoOptions): Promise<Stage> => {
  // A config that was named is what is to be shown: what else may be running has another.
  const running = url ?? (config.named ? undefined : DEFAULT_URL)
  if (running !== undefined && (await answers(running))) return { url: running, close: async () => undefined }
  if (url !== undefined)
    throw new Error(`No local gateway answers at ${url}. Start one with parley start or npm start.`)
  return temporaryGateway(config.path)
}

/** Plays every channel of the sandbox, prints, and answers what went wrong. */
const perform = async (url: string): Promise<readonly string[]> => {
  const client = await connect(url)
  const channels = await client.channels()
  if (channels.length === 0) return ['no channel has an account in mode `test` with a sandbox: there is nobody to play']
  const customer = newCustomer()
  const played = await Promise.all(channels.map((channel) => play(client, channel, customer)))
  const conversations = await client.conversations()
  const ours = played.map((one) => ({ one, conversation: conversations.find(({ id }) => id === one.conversation) }))
  const problems: string[] = []
  for (const { one, conversation } of ours) {
    const timeline = await settledTimeline(client, one)
    if (conversation) console.log(printed(conversation, timeline, sceneFor(one.channel).name))
    problems.push(...(await problemsOf(client, one, timeline, customer.digits)))
  }
  const byPhone = ours.filter(({ one }) => sceneFor(one.channel).byPhone)
  return [...problems, ...contactProblems(byPhone.flatMap(({ conversation }) => conversation ?? []))]
}

/**
 * A customer and an agent on every channel, at a gateway that runs or at one of its own for the time being. Prints the
 * conversations; answers everything that is not as it should be.
 */
export const demo = async (options: DemoOptions): Promise<readonly string[]> => {
  try {
    const stage = await findStage(options)
    try {
      return await perform(stage.url)
    } finally {
      await stage.close()
    }
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}
