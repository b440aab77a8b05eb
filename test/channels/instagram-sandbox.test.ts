import { sandboxing } from './messaging.sandbox.ts'
import { CHANNELS } from './messaging.world.ts'

sandboxing(CHANNELS.instagram)
