import { MESSENGER } from '../../adapters/_messaging/platform.ts'
import * as tables from '../../adapters/messenger/coverage.ts'
import { messenger } from '../../adapters/messenger/index.ts'
import { coverage } from './messaging.coverage.ts'

coverage(MESSENGER, tables, messenger, [{ kind: 'identity' }, { kind: 'template' }, { kind: 'profile' }])
