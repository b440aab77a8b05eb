import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import config from '../../parley.config.ts'
import { openGateway } from '../gateway.ts'
import { contactProblems, problemsOf, settledTimeline } from './check.ts'
import { answers, connect } from './client.ts'
import { DEFAULT_URL } from './options.ts'
import { printed } from './print.ts'
import { play } from './script.ts'

interface Stage {
  readonly url: string
  close(): Promise<void>
}

const temporaryGateway = async (): Promise<Stage> => {
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
const findStage = async (named: string | undefined): Promise<Stage> => {
  const url = named ?? DEFAULT_URL
  if (await answers(url)) return { url, close: async () => undefined }
  if (named !== undefined) throw new Error(`No local gateway answers at ${url}. Start one with npm start.`)
  return temporaryGateway()
}

/** Plays, prints, and answers what went wrong. */
const perform = async (url: string): Promise<readonly string[]> => {
  const client = await connect(url)
  const digits = `1555${randomInt(1_000_000, 9_999_999)}`
  const problems: string[] = []
  const played = await play(client, `+${digits}`)
  const conversations = await client.conversations()
  const ours = played.flatMap(({ conversation }) => conversations.filter(({ id }) => id === conversation))
  for (const scene of played) {
    const timeline = await settledTimeline(client, scene)
    const conversation = ours.find(({ id }) => id === scene.conversation)
    if (conversation) console.log(printed(conversation, timeline))
    problems.push(...(await problemsOf(client, scene, timeline, digits)))
  }
  return [...problems, ...contactProblems(ours)]
}

/**
 * A customer and an agent on both channels, at a gateway that runs or at one of its own for the time being. Prints the
 * conversations; answers everything that is not as it should be.
 */
export const demo = async (named: string | undefined): Promise<readonly string[]> => {
  try {
    const stage = await findStage(named)
    try {
      return await perform(stage.url)
    } finally {
      await stage.close()
    }
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}
