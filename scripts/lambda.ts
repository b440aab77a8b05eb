import { build, type Metafile, type Plugin } from 'esbuild'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { FunctionName } from '../functions/aws/shape.ts'
import { CONSOLE, freshConsole } from '../local/console.ts'

export { type FunctionName, FUNCTIONS } from '../functions/aws/shape.ts'

export interface Size {
  readonly bytes: number
  readonly gzipBytes: number
}

export interface Bundle {
  readonly name: FunctionName
  /** Absolute path of the folder that is deployed. */
  readonly folder: string
  /** Absolute path of the module with the handler. */
  readonly file: string
  /** What a cold start reads: that module with those it imports. */
  readonly start: Size
  /** All of it, with what is loaded when it is first needed. */
  readonly total: Size
  /** Every source module that left bytes in what a cold start reads, as a path from the repository's root. */
  readonly modules: readonly string[]
  /** Those that are loaded later. */
  readonly laterModules: readonly string[]
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

type Outputs = Metafile['outputs']

/** A module with all that it imports, and they do; what is imported by a call is loaded later. */
const withImports = (outputs: Outputs, path: string, found = new Set<string>()): Set<string> => {
  if (found.has(path)) return found
  found.add(path)
  for (const { path: next, kind, external } of outputs[path]?.imports ?? [])
    if (kind === 'import-statement' && !external) withImports(outputs, next, found)
  return found
}

const modulesIn = (outputs: Outputs, paths: readonly string[]): string[] =>
  paths.flatMap((path) =>
    Object.entries(outputs[path]?.inputs ?? {})
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([input]) => input),
  )

const sizeOf = (paths: readonly string[]): Size => {
  const codes = paths.map((path) => readFileSync(root + path))
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0)
  return { bytes: sum(codes.map((code) => code.length)), gzipBytes: sum(codes.map((code) => gzipSync(code).length)) }
}

/** Puts another config in the place of the one that is deployed. */
const configured = (config: string): Plugin => ({
  name: 'config',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/parley\.config\.ts$/ }, () => ({ path: `${root}${config}` }))
  },
})

/** Puts the inbox page beside the function that serves it: for the start of one it is nothing, since nothing is read of it. */
const addConsole = async (folder: string): Promise<void> => {
  await freshConsole()
  cpSync(CONSOLE, `${folder}/console`, { recursive: true, filter: (path) => !path.endsWith('.vite') })
}

export interface BundleOptions {
  /** Path of a config from the repository's root. */
  readonly config?: string
  /** Name of the folder under dist/lambda; the function's own by default. */
  readonly folder?: string
}

/**
 * Bundles one function as it is deployed: a folder of minified ES modules, source maps beside them. What the code imports by a
 * call is in modules of its own, so that a cold start reads only what it runs.
 */
export const bundle = async (name: FunctionName, { config, folder = name }: BundleOptions = {}): Promise<Bundle> => {
  const outdir = `dist/lambda/${folder}`
  rmSync(root + outdir, { recursive: true, force: true })
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { index: `functions/handlers/${name}.ts` },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: NEVER_REACHED,
    // The SDK's CommonJS would be half as large again.
    mainFields: ['module', 'main'],
    // What is only published as CommonJS (sanitize-html with postcss) asks for Node's modules by `require`, which ESM lacks.
    banner: {
      js: "import { createRequire as parleyCreateRequire } from 'node:module'; const require = parleyCreateRequire(import.meta.url);",
    },
    sourcemap: 'linked',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    plugins: config === undefined ? [] : [configured(config)],
  })
  if (name === 'api') await addConsole(root + outdir)
  const { outputs } = metafile
  const start = [...withImports(outputs, `${outdir}/index.mjs`)]
  const all = Object.keys(outputs).filter((path) => path.endsWith('.mjs'))
  return {
    name,
    folder: root + outdir,
    file: `${root}${outdir}/index.mjs`,
    start: sizeOf(start),
    total: sizeOf(all),
    modules: modulesIn(outputs, start),
    laterModules: modulesIn(
      outputs,
      all.filter((path) => !start.includes(path)),
    ),
  }
}
