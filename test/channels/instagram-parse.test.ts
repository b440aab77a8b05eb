import { INSTAGRAM } from '../../adapters/_messaging/platform.ts'
import { IGNORED } from '../../adapters/instagram/coverage.ts'
import { parsing } from './messaging.parse.ts'

parsing(INSTAGRAM, IGNORED)
