import { contacts } from '../contact/contacts.ts'
import type { Context } from '../context.ts'
import { findRoot } from '../conversation/versioned.ts'
import type { JobWork } from '../jobs/job.ts'
import { dropExport, dropFiles } from './drop.ts'
import { readNext, type Read } from './read.ts'
import {
  type Place,
  exportKey,
  GIVE_UP_MS,
  KEPT_MS,
  partObject,
  readExport,
  wholeObject,
  type ExportRecord,
} from './record.ts'

export type ExportWork = JobWork & { readonly kind: 'export' }

/** One run lasts so long at most; the rest is gone on with. */
const RUN_MS = 40_000
/** Characters of a part, about: as many are held in memory. */
const PART_CHARS = 2_000_000

const INFO = { contentType: 'application/x-ndjson' }

/** Keeps a part, and that what comes next is read after it. False: the person was erased, or another worker has it. */
const keepPart = async (ctx: Context, record: ExportRecord, text: string): Promise<boolean> => {
  const { id, parts, place } = record
  await ctx.objects.put(partObject(id, parts), text, INFO)
  const kept = await ctx.table.update(
    exportKey(id),
    { set: { parts: parts + 1, place: JSON.stringify(place) } },
    { all: [{ eq: ['parts', parts] }, { absent: 'er' }] },
  )
  if (kept !== undefined) return true
  if ((await readExport(ctx, id))?.erased !== false) await ctx.objects.delete(partObject(id, parts))
  return false
}

/** Reads a part's worth, or as much as there is time for. */
const readPart = async (ctx: Context, record: ExportRecord, deadline: number) => {
  const lines: string[] = []
  let place: Place = record.place
  let chars = 0
  do {
    const read: Read = await readNext(ctx, record, place)
    const text = read.lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    lines.push(text)
    chars += text.length
    place = read.next
  } while (place.step !== 'end' && chars < PART_CHARS && ctx.now() < deadline)
  return { text: lines.join(''), place }
}

/** Reads on, part by part, until it is at the end or out of time. */
const collect = async (ctx: Context, known: ExportRecord): Promise<void> => {
  const deadline = ctx.now() + RUN_MS
  for (let record = known; record.place.step !== 'end' && ctx.now() < deadline;) {
    const { text, place } = await readPart(ctx, record, deadline)
    if (!(await keepPart(ctx, { ...record, place }, text))) return
    record = { ...record, place, parts: record.parts + 1 }
  }
}

const partsOf = async function* (ctx: Context, { id, parts }: ExportRecord): AsyncGenerator<Uint8Array> {
  for (let part = 0; part < parts; part += 1) {
    const body = await ctx.objects.get(partObject(id, part))
    if (body === undefined) throw new Error('a part of an export is not there')
    yield body
  }
}

/** Makes one file of the parts. Answers when it is to be deleted; undefined: the person was erased. */
const finish = async (ctx: Context, record: ExportRecord): Promise<number | undefined> => {
  const { id, parts } = record
  const { size } = await ctx.objects.put(wholeObject(id), partsOf(ctx, record), INFO)
  const ready = ctx.now()
  const kept = await ctx.table.update(
    exportKey(id),
    { set: { ready, size } },
    { all: [{ exists: 'pk' }, { absent: 'er' }] },
  )
  if (kept === undefined) {
    await ctx.objects.delete(wholeObject(id))
    return undefined
  }
  for (let part = 0; part < parts; part += 1) await ctx.objects.delete(partObject(id, part))
  return ready + KEPT_MS
}

const end = async (ctx: Context, record: ExportRecord, as: 'gone' | 'failed'): Promise<void> => {
  await dropFiles(ctx, record)
  await ctx.table.update(exportKey(record.id), { set: { [as]: ctx.now() } }, { exists: 'pk' })
}

/** Goes on with the writing. Answers when to go on; undefined: there is nothing more to do. */
const write = async (ctx: Context, record: ExportRecord): Promise<number | undefined> => {
  const { value: person } = await findRoot(ctx.table, contacts, record.contact)
  if (person === undefined || person.erased !== undefined) {
    await dropExport(ctx, record.id)
    return undefined
  }
  if (ctx.now() >= record.at + GIVE_UP_MS) {
    await end(ctx, record, 'failed')
    return undefined
  }
  if (record.place.step === 'end') return finish(ctx, record)
  await collect(ctx, record)
  // With all its time for what comes next.
  return ctx.now()
}

/**
 * Writes an export, part by part, and deletes it when its time is over. Each step may be repeated: a part is written again from
 * the same place. Answers when to go on; undefined: there is nothing more to do.
 */
export const workExport = async (ctx: Context, { export: id }: ExportWork): Promise<number | undefined> => {
  const record = await readExport(ctx, id)
  if (record === undefined || record.erased) return undefined
  if (record.state === 'pending') return write(ctx, record)
  if (record.state !== 'ready' || record.readyAt === null) return undefined
  if (ctx.now() < record.readyAt + KEPT_MS) return record.readyAt + KEPT_MS
  await end(ctx, record, 'gone')
  return undefined
}
