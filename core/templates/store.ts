import type { Context } from '../context.ts'
import type { Item } from '../ports.ts'
import { reaches, type Principal } from '../reach.ts'
import type { Account } from '../schema/directory.ts'
import type { ChannelTemplate, MessageTemplate } from '../schema/template.ts'
import { templateKey, templateName, templatesMark, templatesPk } from '../store/keys.ts'
import { previewOf, variablesOf } from './variables.ts'

/** Whose templates they are. */
export type Owner = Pick<Account, 'shop' | 'channel' | 'id'>

export type Store = Pick<Context, 'table' | 'hash'>

export const templateId = (
  hash: Context['hash'],
  { shop, channel, id }: Owner,
  { name, language }: Pick<ChannelTemplate, 'name' | 'language'>,
): string => `tpl_${hash('tpl', shop, channel, id, name, language)}`

export const decodeTemplate = (item: Item): ChannelTemplate => JSON.parse(String(item['view'])) as ChannelTemplate

/** As the API shows it. */
export const presentTemplate = (hash: Context['hash'], account: Account, item: Item): MessageTemplate => {
  const { examples, ...template } = decodeTemplate(item)
  const { shop, channel, connection, id } = account
  return {
    id: templateId(hash, account, template),
    shop,
    channel,
    connection,
    account: id,
    ...template,
    variables: [...variablesOf({ ...template, examples })],
    preview: previewOf({ ...template, examples }),
    updatedAt: Number(item['at']),
  }
}

/** One template of an account. */
export const findTemplate = (
  { table, hash }: Store,
  owner: Owner,
  { name, language }: Pick<ChannelTemplate, 'name' | 'language'>,
): Promise<Item | undefined> => table.get(templateKey(templatesPk(hash, owner), name, language))

/** Whether the account's templates were ever read from the provider: until then nothing can be said of any. */
export const areKnown = async ({ table, hash }: Store, owner: Owner): Promise<boolean> =>
  (await table.get(templatesMark(templatesPk(hash, owner))))?.['at'] !== undefined

/** The account of the principal that a template of this id is of, and where it stands. */
export const locateTemplate = async (
  ctx: Store & Pick<Context, 'directory'>,
  principal: Omit<Principal, 'name'>,
  id: string,
): Promise<{ readonly account: Account; readonly item: Item } | undefined> => {
  const place = await ctx.table.get(templateName(id))
  if (place === undefined) return undefined
  const account = ctx.directory.accounts().find((one) => one.channel === place['ch'] && one.id === place['ac'])
  if (account === undefined || !reaches(principal, { ...account, account: account.id })) return undefined
  const name = { name: String(place['name']), language: String(place['lang']) }
  // An account that was given to another shop has templates of its own there.
  if (templateId(ctx.hash, account, name) !== id) return undefined
  const item = await findTemplate(ctx, account, name)
  return item && { account, item }
}
