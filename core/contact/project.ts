import type { Context } from '../context.ts'
import { keepAbout } from '../erase/about.ts'
import { appendEvent } from '../feed.ts'
import { setNewer } from '../project/news.ts'
import { tellContact } from '../project/people.ts'
import { foldContact } from './contacts.ts'
import { shownAs } from './current.ts'
import { showPerson } from './show.ts'
import { wordsFrom } from './words.ts'
import type { AllowFact, DescribeFact, FactRecord } from '../store/facts.ts'
import { consentPk, contactKey } from '../store/keys.ts'

/** What the shop says of a contact is shown wherever the person is. */
export const projectDescribe = async (ctx: Context, record: FactRecord, fact: DescribeFact): Promise<void> => {
  await keepAbout(ctx, contactKey(fact.contact), record.key)
  const said = wordsFrom(fact.said, record.seenAt, record.key)
  const person = await foldContact(ctx, fact.shop, fact.contact, { said })
  await tellContact(ctx, await shownAs(ctx, person))
  await showPerson(ctx, person)
}

/** For each alias, unless something later stands there. */
export const projectAllow = async (ctx: Context, record: FactRecord, fact: AllowFact): Promise<void> => {
  const { shop, contact, channel, sender, purpose, state, source, evidence } = fact
  await keepAbout(ctx, contactKey(contact), record.key)
  let news = false
  for (const alias of fact.aliases) {
    const key = { pk: consentPk(ctx.hash, shop, alias, channel), sk: `${sender}#${purpose}` }
    if (await setNewer(ctx, key, record, { state, source, evidence, at: record.seenAt }, 'state')) news = true
  }
  if (!news) return
  await appendEvent(ctx, {
    type: 'consent.changed',
    shop,
    subject: contact,
    key: [record.key],
    data: {
      channel,
      account: sender === 'any' ? null : sender,
      peers: fact.aliases,
      sender,
      purpose,
      state,
      source,
      evidence,
    },
  })
}
