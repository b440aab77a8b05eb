import { registerHooks } from 'node:module'
import { createApp } from '../functions/api.ts'
import { createWorld } from '../test/support/world.ts'

export const SCHEMA = new URL('../client/schema.ts', import.meta.url)

// openapi-typescript writes with the compiler's JavaScript API, which TypeScript has up to version 5.
registerHooks({ resolve: (name, context, next) => next(name === 'typescript' ? 'typescript-5' : name, context) })

/** The types of the client, as the OpenAPI document says them. */
export const clientTypes = async (): Promise<string> => {
  const { default: generate, astToString } = await import('openapi-typescript')
  const document = await (await createApp(createWorld().wired).request('/openapi.json')).text()
  // A field with a default may be left out of a request; answers say themselves what is always there.
  const types = astToString(await generate(document, { defaultNonNullable: false }))
  return `// Made from the OpenAPI document by \`npm run client\`.\n${types}`
}
