import type { Client } from './client.ts'
import type { Customer } from './customer.ts'
import { createStage, type Played, type Scene } from './play.ts'
import { email } from './scenes/email.ts'
import { generic } from './scenes/generic.ts'
import { instagram } from './scenes/instagram.ts'
import { messenger } from './scenes/messenger.ts'
import { sms } from './scenes/sms.ts'
import { whatsapp } from './scenes/whatsapp.ts'
import { x } from './scenes/x.ts'

/** Channels that have a scene of their own. */
const SCENES: ReadonlyMap<string, Scene> = new Map(Object.entries({ whatsapp, sms, messenger, instagram, x, email }))

/** What is played on a channel: its own scene, or what can be played on any. */
export const sceneFor = (channel: string): Scene => SCENES.get(channel) ?? generic(channel)

export const play = async (client: Client, channel: string, customer: Customer): Promise<Played> => {
  const scene = sceneFor(channel)
  const stage = createStage(client, channel, customer, scene)
  await scene.play(stage)
  return stage.played()
}
