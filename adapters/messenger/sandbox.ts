import type { SandboxFactory } from '../sandbox.ts'
import { MESSENGER } from '../_messaging/platform.ts'
import { messagingSandbox } from '../_messaging/sandbox/sandbox.ts'

/** Messenger on one machine. */
export const sandbox: SandboxFactory = messagingSandbox(MESSENGER)
