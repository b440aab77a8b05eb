import type { Context } from '../context.ts'
import { fileId } from '../files.ts'
import { keyOfFact, type Received } from '../record.ts'
import type { Item, Page } from '../ports.ts'
import type { Attachment, MessageBody } from '../schema/message.ts'
import { loadPartition, type FactRecord, type FileState } from '../store/facts.ts'
import { messageId, objectKey, objectPk, uploadKey } from '../store/keys.ts'
import { uploadedObject } from '../uploads.ts'

type Store = Pick<Context, 'table' | 'hash' | 'objects'>

const UPLOADS = uploadedObject('')

/** Files of a message that nobody else names: its own folder. */
const isOwn = (name: string, key: string): boolean => name.startsWith(`media/${messageId(key)}/`)

/** What is in one folder of a mail is named by the same facts. */
const folderOf = (name: string): string => (name.startsWith('mail/') ? name.split('/').slice(0, 2).join('/') : name)

const filesOf = (ctx: Pick<Context, 'hash'>, key: string, attachments: readonly Attachment[]): readonly string[] =>
  attachments.flatMap(({ object, remote }) => [
    ...(object === undefined ? [] : [object]),
    // Also one that is being fetched, or whose worker died when it had been.
    ...(remote === undefined ? [] : [`media/${messageId(key)}/${fileId(ctx.hash, remote)}`]),
  ])

const objectsOfBody = (ctx: Pick<Context, 'hash'>, key: string, { attachments, email }: MessageBody) => [
  ...filesOf(ctx, key, attachments),
  ...[email?.original, email?.htmlFile, email?.textFile].filter((name) => name !== undefined),
]

/** Objects that a fact names. */
const objectsOfFact = (ctx: Pick<Context, 'hash'>, { key, ...record }: FactRecord): readonly string[] => {
  if (record.source === 'inbound')
    return record.fact.kind === 'message' || record.fact.kind === 'edit'
      ? objectsOfBody(ctx, key, record.fact.body)
      : []
  if (record.fact.kind !== 'outbound') return []
  const { message, fallback } = record.fact
  return [...message.attachments, ...(fallback?.message.attachments ?? [])].flatMap(({ media }) =>
    media === undefined ? [] : [uploadedObject(media)],
  )
}

/** Objects that a state names: files of an edit, and those that were fetched. */
const objectsOfState = (ctx: Pick<Context, 'hash'>, key: string, state: Item): readonly string[] =>
  Object.entries(state).flatMap(([name, value]) => {
    if (name === 'ed') return objectsOfBody(ctx, key, (JSON.parse(String(value)) as { body: MessageBody }).body)
    const file = name.startsWith('fi_') ? (JSON.parse(String(value)) as FileState) : undefined
    return file?.object === undefined ? [] : [file.object]
  })

/** What is kept of a delivery that could not be read: where the whole of it lies. */
const objectsOfRaw = (ctx: Pick<Context, 'unpack'>, item: Item): readonly string[] => {
  if (typeof item['raw'] !== 'string') return []
  const raw = JSON.parse(ctx.unpack(item['raw'])) as { original?: unknown; object?: unknown } | null
  return [raw?.original, raw?.object].filter((name) => typeof name === 'string')
}

/** Every object that a fact and its siblings name. */
export const objectsOf = (
  ctx: Pick<Context, 'hash' | 'unpack'>,
  key: string,
  record: FactRecord | undefined,
  { state, raw }: { readonly state: Item | undefined; readonly raw: Item | undefined },
): readonly string[] => [
  ...new Set([
    ...(record ? objectsOfFact(ctx, record) : []),
    ...(state ? objectsOfState(ctx, key, state) : []),
    ...(raw ? objectsOfRaw(ctx, raw) : []),
  ]),
]

/** Keeps that a fact names objects that others may name too: a mail to two mailboxes, a file that is sent to many. */
export const keepNamed = async (ctx: Pick<Context, 'table' | 'hash'>, record: FactRecord): Promise<void> => {
  const shared = objectsOfFact(ctx, record).filter((name) => !isOwn(name, record.key))
  for (const folder of new Set(shared.map(folderOf)))
    await ctx.table.put({ ...objectKey(ctx.hash, folder, record.key), v: 1 })
}

const isNamedByOthers = async (ctx: Store, name: string, key: string): Promise<boolean> => {
  let after: Page['next']
  do {
    const range = { pk: objectPk(ctx.hash, folderOf(name)), consistent: true }
    const page = await ctx.table.query({ ...range, ...(after ? { after } : {}) })
    for (const { sk } of page.items)
      if (sk !== key && (await loadPartition(ctx.table, sk)).fact !== undefined) return true
    after = page.next
  } while (after !== undefined)
  return false
}

/** Stands for an object that was deleted, while somebody may still be told that it is there. */
const goneKey = (ctx: Pick<Context, 'hash'>, name: string) => objectKey(ctx.hash, name, 'gone')

/** Whether an object is not there because it was erased: then it will never be. */
export const wasErased = async (ctx: Pick<Context, 'table' | 'hash'>, name: string): Promise<boolean> =>
  (await ctx.table.get(goneKey(ctx, name), { consistent: true })) !== undefined

/** A mail that was put there by its provider, of which a message of a queue tells, maybe again. */
const isOriginal = (name: string): boolean => name.startsWith('mail-in/')

const deleteObject = async (ctx: Store, name: string): Promise<void> => {
  if (isOriginal(name)) await ctx.table.put({ ...goneKey(ctx, name), v: 1 })
  await ctx.objects.delete(name)
}

/**
 * A mail that was erased comes again: it is known by its key, and changes nothing, but its files were put there before anybody
 * could tell. Called before it is acknowledged. `original`: where the provider put the mail itself. That goes too where no fact
 * names it, since nobody would find it to erase it: a report of what was sent, or a known mail that was handed over once more.
 */
export const dropLateObjects = async (
  ctx: Context,
  received: Received,
  names: readonly string[],
  original?: string,
): Promise<void> => {
  const facts = received.facts.filter((fact) => fact.kind !== 'receipt' && fact.kind !== 'watermark')
  const keys = facts.map((fact) => keyOfFact(ctx, received, fact))
  const partitions = await Promise.all(keys.map((key) => loadPartition(ctx.table, key)))
  if (partitions.every(({ fact }) => fact === undefined))
    for (const { key } of partitions) await dropObjects(ctx, key, names)
  // Of what could not be read the raw slice names it, as long as it is kept.
  if (original === undefined || received.facts.length === 0 || facts.some(({ kind }) => kind === 'quarantine')) return
  const isNamed = partitions.some(({ fact }) => fact && objectsOfFact(ctx, fact).includes(original))
  if (!isNamed) await deleteObject(ctx, original)
}

/** Deletes the objects of a fact, but for those that another fact names which was not erased. */
export const dropObjects = async (ctx: Store, key: string, names: readonly string[]): Promise<void> => {
  for (const name of names) {
    if (!isOwn(name, key) && (await isNamedByOthers(ctx, name, key))) continue
    await deleteObject(ctx, name)
    if (name.startsWith(UPLOADS)) await ctx.table.delete(uploadKey(name.slice(UPLOADS.length)))
  }
  for (const folder of new Set(names.filter((name) => !isOwn(name, key)).map(folderOf)))
    await ctx.table.delete(objectKey(ctx.hash, folder, key))
}
