import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { type Encoding, ENCODINGS } from '../functions/inbox/assets.ts'
import { CONSOLE, isFresh } from '../local/console.ts'

const TEXT = /\.(?:html|css|js|svg)$/

const PACK: Readonly<Record<Encoding, (bytes: Buffer) => Buffer>> = {
  br: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gzip: (bytes) => gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }),
}

/** Packs what is text, beside itself. */
const pack = (folder: string): void => {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => TEXT.test(path))) {
    const bytes = readFileSync(join(folder, name))
    for (const encoding of Object.keys(ENCODINGS) as Encoding[])
      writeFileSync(join(folder, name + ENCODINGS[encoding]), PACK[encoding](bytes))
  }
}

/** Puts it where it is served from, at one stroke: somebody may be reading there, or have built the same meanwhile. */
const put = (work: string): void => {
  try {
    renameSync(CONSOLE, join(work, 'old'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  try {
    renameSync(join(work, 'console'), CONSOLE)
  } catch (error) {
    if (!isFresh()) throw error
  }
}

/** Builds the inbox page into dist/console. */
const dist = fileURLToPath(new URL('../dist', import.meta.url))
mkdirSync(dist, { recursive: true })
const work = mkdtempSync(join(dist, '.console-'))
const started = new Date()
process.env['NODE_ENV'] = 'production'
try {
  await build({
    configFile: fileURLToPath(new URL('../console/vite.config.ts', import.meta.url)),
    build: { outDir: join(work, 'console') },
  })
  pack(join(work, 'console'))
  // What is changed while it is built is newer than it.
  utimesSync(join(work, 'console/index.html'), started, started)
  put(work)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
} finally {
  rmSync(work, { recursive: true, force: true })
}
