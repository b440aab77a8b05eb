import { writeFileSync } from 'node:fs'
import { clientTypes, SCHEMA } from './client-types.ts'

/** Makes client/schema.ts from the OpenAPI document; with `--print` it is printed, for whoever compares. */
const types = await clientTypes()
if (process.argv.includes('--print')) process.stdout.write(types)
else {
  writeFileSync(SCHEMA, types)
  console.log('client/schema.ts: types made from the OpenAPI document')
}
