import { INSTAGRAM } from '../../../adapters/_messaging/platform.ts'
import { instagram } from '../../../adapters/instagram/index.ts'
import type { ContractSubject } from '../../../adapters/testing/contract.ts'
import { messagingSubject } from '../messaging.subject.ts'

export const subject: ContractSubject = messagingSubject(INSTAGRAM, instagram)
