import { MESSENGER } from '../../../adapters/_messaging/platform.ts'
import { messenger } from '../../../adapters/messenger/index.ts'
import type { ContractSubject } from '../../../adapters/testing/contract.ts'
import { messagingSubject } from '../messaging.subject.ts'

export const subject: ContractSubject = messagingSubject(MESSENGER, messenger)
