import type { Context } from '../context.ts'
import { pages } from '../erase/pages.ts'
import { exportKey, exportsOfContact, partObject, readExport, wholeObject, type ExportRecord } from './record.ts'

/** Deletes the file of an export, and its parts: also one that a worker died before it wrote down. */
export const dropFiles = async (ctx: Pick<Context, 'objects'>, { id, parts }: Pick<ExportRecord, 'id' | 'parts'>) => {
  for (let part = 0; part <= parts; part += 1) await ctx.objects.delete(partObject(id, part))
  await ctx.objects.delete(wholeObject(id))
}

/** From now on there is no export, and a worker that is at it stops; what it has just written it deletes itself. */
export const dropExport = async (ctx: Pick<Context, 'objects' | 'table' | 'now'>, id: string): Promise<void> => {
  await ctx.table.update(exportKey(id), { init: { er: ctx.now() } }, { exists: 'pk' })
  const record = await readExport(ctx, id)
  if (record !== undefined) await dropFiles(ctx, record)
  for await (const item of pages(ctx, { pk: exportKey(id).pk, from: 'C#', to: 'C#~' })) await ctx.table.delete(item)
}

/** Deletes the exports of a contact who was erased. */
export const dropExportsOf = async (
  ctx: Pick<Context, 'objects' | 'table' | 'now'>,
  contact: string,
): Promise<void> => {
  for await (const { sk } of pages(ctx, exportsOfContact(contact))) await dropExport(ctx, sk.slice('exp#'.length))
}
