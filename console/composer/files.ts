export type FileKind = 'image' | 'audio' | 'video' | 'document'

interface Taken {
  readonly contentTypes: readonly string[]
  readonly maxBytes: number
}
export type TakenFiles = Readonly<Partial<Record<string, Taken>>>

export const MAX_FILES = 10
/** Of an upload, whatever the channel. */
const MAX_BYTES = 100 * 1_048_576

/** What a file is by its type, where nothing else is known. */
const natural = (contentType: string): FileKind => {
  const [family = ''] = contentType.split('/')
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'document'
}

const takes = ({ contentTypes }: Taken, contentType: string): boolean =>
  contentTypes.some((one) =>
    one.endsWith('/*') ? contentType.startsWith(one.slice(0, -1)) : one === contentType.toLowerCase(),
  )

/** Browsers know no type of some files; a few endings that shops send. */
const BY_ENDING: Readonly<Record<string, string>> = {
  amr: 'audio/amr',
  heic: 'image/heic',
  csv: 'text/csv',
  md: 'text/plain',
}
export const typeOf = ({ name, type }: { readonly name: string; readonly type: string }): string =>
  type.split(';')[0] || BY_ENDING[name.split('.').at(-1)?.toLowerCase() ?? ''] || 'application/octet-stream'

export type Judged =
  | { readonly kind: FileKind; readonly objection: null }
  | { readonly kind: FileKind; readonly objection: 'type' | 'empty' }
  | { readonly kind: FileKind; readonly objection: 'size'; readonly max: number }

/** What a file goes as: its own kind, or a document where the channel takes only that; or what is against it. */
export const judge = (contentType: string, size: number, taken: TakenFiles | undefined): Judged => {
  const own = natural(contentType)
  if (size === 0) return { kind: own, objection: 'empty' }
  if (taken === undefined)
    return size > MAX_BYTES ? { kind: own, objection: 'size', max: MAX_BYTES } : { kind: own, objection: null }
  const kinds = [own, 'document' as const].flatMap((kind) => {
    const rule = taken[kind]
    return rule !== undefined && takes(rule, contentType) ? [{ kind, max: Math.min(rule.maxBytes, MAX_BYTES) }] : []
  })
  const [first] = kinds
  if (first === undefined) return { kind: own, objection: 'type' }
  const fitting = kinds.find(({ max }) => size <= max)
  return fitting
    ? { kind: fitting.kind, objection: null }
    : { kind: first.kind, objection: 'size', max: Math.max(...kinds.map(({ max }) => max)) }
}
