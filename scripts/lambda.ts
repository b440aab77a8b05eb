import { build, type Metafile } from 'esbuild'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** The Lambda functions by name; each is the entry point functions/handlers/<name>.ts with a `handler`. */
export const FUNCTIONS = ['webhook', 'inbound', 'project', 'deliver', 'jobs', 'api', 'tick'] as const
export type FunctionName = (typeof FUNCTIONS)[number]

export interface Bundle {
  readonly name: FunctionName
  /** Absolute path of the module. */
  readonly file: string
  readonly bytes: number
  readonly gzipBytes: number
  /** Every source module that left bytes in the bundle, as a path from the repository's root. */
  readonly modules: readonly string[]
}

/**
 * Where the SDK would look for credentials after the environment, each by an import of its own when it gets there.
 * Lambda always has them in the environment, and these are a quarter of a bundle.
 */
const NEVER_REACHED = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
]

const root = fileURLToPath(new URL('..', import.meta.url))

const modulesIn = (outputs: Metafile['outputs']): string[] =>
  Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  )

/** Bundles one function as it is deployed: one minified ES module, the source map beside it. */
export const bundle = async (name: FunctionName): Promise<Bundle> => {
  const file = `${root}dist/lambda/${name}/index.mjs`
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [`functions/handlers/${name}.ts`],
    outfile: file,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: NEVER_REACHED,
    // The SDK's CommonJS would be half as large again and need a `require`.
    mainFields: ['module', 'main'],
    sourcemap: 'external',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  })
  const code = readFileSync(file)
  return { name, file, bytes: code.length, gzipBytes: gzipSync(code).length, modules: modulesIn(metafile.outputs) }
}
