import type { SandboxFactory } from '../sandbox.ts'
import { INSTAGRAM } from '../_messaging/platform.ts'
import { messagingSandbox } from '../_messaging/sandbox/sandbox.ts'

/** Instagram on one machine. */
export const sandbox: SandboxFactory = messagingSandbox(INSTAGRAM)
