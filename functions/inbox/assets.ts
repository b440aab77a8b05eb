import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** How a file is packed beside itself when the page is built, the smallest first: the ending of its name by the name in HTTP. */
export const ENCODINGS = { br: '.br', gzip: '.gz' } as const
export type Encoding = keyof typeof ENCODINGS

export interface Asset {
  readonly body: Uint8Array<ArrayBuffer>
  /** Undefined where it is as it is. */
  readonly encoding?: Encoding
}

/** A file of the page as it was built, packed in one of these ways where it is there so; undefined where there is none. */
export type Assets = (path: string, encodings: readonly Encoding[]) => Promise<Asset | undefined>

const readOrNone = async (path: string): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** What is in a folder. Nothing is read before it is asked for, and nothing kept: the files are small, and browsers keep them. */
export const assetsIn =
  (folder: string): Assets =>
  async (path, encodings) => {
    const file = join(folder, path)
    for (const [encoding, ending] of Object.entries(ENCODINGS) as [Encoding, string][]) {
      const packed = encodings.includes(encoding) ? await readOrNone(file + ending) : undefined
      if (packed) return { body: packed, encoding }
    }
    const body = await readOrNone(file)
    return body && { body }
  }
