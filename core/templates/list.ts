import type { Context } from '../context.ts'
import type { Item } from '../ports.ts'
import { Problem } from '../problem.ts'
import { reaches, type Principal } from '../reach.ts'
import type { Listed } from '../read.ts'
import type { Account } from '../schema/directory.ts'
import type { MessageTemplate, TemplateStatus } from '../schema/template.ts'
import { templateRange, templatesPk } from '../store/keys.ts'
import { renderWith } from './check.ts'
import { decodeTemplate, locateTemplate, presentTemplate, type Store } from './store.ts'
import type { Values } from './variables.ts'

export interface TemplatesQuery {
  readonly channel?: string
  readonly account?: string
  readonly name?: string
  readonly status?: TemplateStatus
  readonly limit: number
  /** Account and sort key that the page before came to. */
  readonly after?: Readonly<Record<string, string>>
}

/** Accounts that a page looks at, however few templates they have. */
const MOST_ACCOUNTS = 10

const positionOf = ({ channel, id }: Account): string => `${channel} ${id}`

type Reading = Store & Pick<Context, 'directory' | 'capabilities'>

/** The accounts in reach that can have templates at all. */
const accountsOf = (ctx: Reading, principal: Principal, query: TemplatesQuery): readonly Account[] =>
  ctx.directory
    .accounts()
    .filter((account) => reaches(principal, { ...account, account: account.id }))
    .filter(({ channel, id }) => ctx.capabilities(channel, id)?.templates)
    .filter(({ channel }) => query.channel === undefined || channel === query.channel)
    .filter(({ id }) => query.account === undefined || id === query.account)
    .sort((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1))

/**
 * The templates in reach, by account and name. One query an account, and no more items read than `limit`: a page may hold
 * fewer, even none, while there are more.
 */
export const listTemplates = async (
  ctx: Reading,
  principal: Principal,
  query: TemplatesQuery,
): Promise<Listed<MessageTemplate>> => {
  const { after, limit, name, status } = query
  const from = after?.['of'] ?? ''
  const accounts = accountsOf(ctx, principal, query).filter((account) => positionOf(account) >= from)
  const data: MessageTemplate[] = []
  let read = 0
  for (const [index, account] of accounts.entries()) {
    const here = positionOf(account)
    if (read >= limit || index >= MOST_ACCOUNTS) return { data, next: { of: here, sk: '' } }
    const range = templateRange(templatesPk(ctx.hash, account), name)
    const since = here === from && after?.['sk'] ? { from: `${after['sk']}!` } : {}
    const { items, next } = await ctx.table.query({ ...range, ...since, limit: limit - read })
    read += items.length
    const found = items
      .map((item) => presentTemplate(ctx.hash, account, item))
      .filter((template) => name === undefined || template.name === name)
      .filter((template) => status === undefined || template.status === status)
    data.push(...found)
    const last = items.at(-1)
    if (next !== undefined && last !== undefined) return { data, next: { of: here, sk: last.sk } }
  }
  return { data, next: null }
}

type Locating = Store & Pick<Context, 'directory'>

const locate = async (ctx: Locating, principal: Omit<Principal, 'name'>, id: string) => {
  const found = await locateTemplate(ctx, principal, id)
  if (found === undefined) throw new Problem('not_found', `There is no template ${id}.`)
  return found
}

/** One template, or not_found: also when its account is out of the principal's reach. */
export const getTemplate = async (
  ctx: Locating,
  principal: Omit<Principal, 'name'>,
  id: string,
): Promise<MessageTemplate> => {
  const { account, item } = await locate(ctx, principal, id)
  return presentTemplate(ctx.hash, account, item)
}

/** What a customer would see of it with these values, and what is missing or wrong among them: for whoever fills it in. */
export const previewTemplate = async (
  ctx: Locating,
  principal: Omit<Principal, 'name'>,
  id: string,
  values: Values,
): Promise<ReturnType<typeof renderWith>> => renderWith(decodeTemplate((await locate(ctx, principal, id)).item), values)

/** More names than anybody reads, and still one query. */
const MOST_NAMES = 100

/** What can be sent from an account whatever its window: of its first 100 templates those that are approved. */
export const usableTemplates = async (
  { table, hash }: Store,
  owner: Pick<Account, 'shop' | 'channel' | 'id'>,
): Promise<readonly { readonly name: string; readonly language: string }[]> => {
  const { items } = await table.query({ ...templateRange(templatesPk(hash, owner)), limit: MOST_NAMES })
  const isUsable = (item: Item): boolean => decodeTemplate(item).status === 'approved'
  return items.filter(isUsable).map((item) => {
    const { name, language } = decodeTemplate(item)
    return { name, language }
  })
}
