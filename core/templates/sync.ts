import type { Context } from '../context.ts'
import type { Guard, Item, Page } from '../ports.ts'
import type { Account } from '../schema/directory.ts'
import type { ChannelTemplate } from '../schema/template.ts'
import { templateKey, templateName, templateRange, templatesMark, templatesPk } from '../store/keys.ts'
import { templateId, type Store } from './store.ts'

/** A page of what the provider has, and where the next one begins. */
export interface TemplatePage {
  readonly templates: readonly ChannelTemplate[]
  readonly next?: string
}

/** Pages that are read at most: far more templates than a provider lets an account have. */
const MOST_PAGES = 200
const PARALLEL = 8

/** Name of the routine that reads an account's templates: another one where it speaks to the sandbox. */
export const templatesRoutine = ({ mode, id }: Pick<Account, 'mode' | 'id'>): string => `templates ${mode} ${id}`

const readAll = async (page: (cursor: string | undefined) => Promise<TemplatePage>): Promise<ChannelTemplate[]> => {
  const all: ChannelTemplate[] = []
  let cursor: string | undefined
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const { templates, next } = await page(cursor)
    all.push(...templates)
    if (next === undefined) return all
    cursor = next
  }
  // What is not seen would be taken for gone.
  throw new Error('the list of templates does not end')
}

const storedOf = async ({ table }: Store, pk: string): Promise<readonly Item[]> => {
  const items: Item[] = []
  let after: Page['next']
  do {
    const page = await table.query({ ...templateRange(pk), consistent: true, ...(after ? { after } : {}) })
    items.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return items
}

/** Does them all, a few at a time. */
const each = async <T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> => {
  const queue = items.values()
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
}

/** The place by the id first: who finds it and no template there finds nothing, as before. */
const keep = async (ctx: Store, account: Account, pk: string, template: ChannelTemplate, at: number): Promise<void> => {
  const { name, language } = template
  const place = { v: 1, ch: account.channel, ac: account.id, name, lang: language }
  await ctx.table.put({ ...templateName(templateId(ctx.hash, account, template)), ...place }, { absent: 'pk' })
  const older: Guard = { any: [{ absent: 'pk' }, { lt: ['at', at] }] }
  await ctx.table.put({ ...templateKey(pk, name, language), v: 1, at, view: JSON.stringify(template) }, older)
}

export interface Synced {
  readonly changed: number
  readonly gone: number
}

/**
 * Makes what is kept of an account's templates what the provider has: writes those that changed, and takes away those that
 * are not there any more. Of two at once the one that began to read later wins; doing it again changes nothing.
 */
export const syncTemplates = async (
  ctx: Store & Pick<Context, 'now'>,
  account: Account,
  page: (cursor: string | undefined) => Promise<TemplatePage>,
): Promise<Synced> => {
  const at = ctx.now()
  const pk = templatesPk(ctx.hash, account)
  const found = new Map(
    (await readAll(page)).map((template) => [templateKey(pk, template.name, template.language).sk, template]),
  )
  const latest: Guard = { any: [{ absent: 'begun' }, { lt: ['begun', at] }] }
  if ((await ctx.table.update(templatesMark(pk), { set: { v: 1, begun: at } }, latest)) === undefined)
    return { changed: 0, gone: 0 }
  const stored = new Map((await storedOf(ctx, pk)).map((item) => [item.sk, item]))
  const changed = [...found].filter(([sk, template]) => stored.get(sk)?.['view'] !== JSON.stringify(template))
  const gone = [...stored.values()].filter(({ sk }) => !found.has(sk))
  await each(changed, ([, template]) => keep(ctx, account, pk, template, at))
  await each(gone, ({ sk }) => ctx.table.delete({ pk, sk }, { lt: ['at', at] }))
  await ctx.table.update(templatesMark(pk), { set: { at } }, { eq: ['begun', at] })
  return { changed: changed.length, gone: gone.length }
}
