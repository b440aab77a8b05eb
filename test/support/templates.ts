import type { Account } from '../../core/schema/directory.ts'
import type { ChannelTemplate } from '../../core/schema/template.ts'
import { syncTemplates } from '../../core/templates/sync.ts'
import { ACCOUNT, type World } from './world.ts'

/** An approved template without anything to fill in, unless it is said otherwise. */
export const templateOf = (name: string, change: Partial<ChannelTemplate> = {}): ChannelTemplate => ({
  name,
  language: 'en',
  status: 'approved',
  providerId: null,
  category: 'UTILITY',
  reason: null,
  components: { header: null, body: 'We are open.', footer: null, buttons: [] },
  examples: {},
  ...change,
})

/** Has these be the templates of an account, as if its provider had been asked. */
export const keepTemplates = async (
  { ctx }: Pick<World, 'ctx'>,
  templates: readonly ChannelTemplate[],
  id: string = ACCOUNT,
): Promise<void> => {
  const account = ctx.directory.accounts().find((one) => one.id === id) as Account
  await syncTemplates(ctx, account, async () => ({ templates }))
}
