import { INSTAGRAM } from '../../adapters/_messaging/platform.ts'
import * as tables from '../../adapters/instagram/coverage.ts'
import { instagram } from '../../adapters/instagram/index.ts'
import { coverage } from './messaging.coverage.ts'

coverage(INSTAGRAM, tables, instagram, [
  { kind: 'identity' },
  { kind: 'template' },
  { kind: 'consent' },
  { kind: 'watermark' },
  { kind: 'profile' },
])
