import { MESSENGER } from '../../adapters/_messaging/platform.ts'
import { IGNORED } from '../../adapters/messenger/coverage.ts'
import { parsing } from './messaging.parse.ts'

parsing(MESSENGER, IGNORED)
