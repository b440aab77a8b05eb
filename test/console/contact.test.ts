import { describe, expect, it } from 'vitest'
import { inOrder, lastUsed } from '../../console/contact/columns.ts'
import { answersTo, lookUpsOf } from '../../console/contact/search.ts'

describe('Whoever is looked for', () => {
  it('is asked for by a phone number however it is written', () => {
    const asked = [{ alias: 'phone:+4930123456' }]
    expect(lookUpsOf('+49 30 123456')).toEqual(asked)
    expect(lookUpsOf('0049 (30) 123-456')).toEqual(asked)
  })

  it('is asked for by an address in lower case', () => {
    expect(lookUpsOf(' Clara.Weber@Mail.example ')).toEqual([{ alias: 'email:clara.weber@mail.example' }])
  })

  it('is asked for as a number and as a user of each channel, where figures may be either', () => {
    expect(lookUpsOf('7000000000021')).toEqual([
      { alias: 'phone:+7000000000021' },
      { alias: 'psid:7000000000021' },
      { alias: 'igsid:7000000000021' },
      { alias: 'x_user:7000000000021' },
    ])
  })

  it('is asked for by an id of another system, or an alias with its type', () => {
    expect(lookUpsOf('crm:4711')).toEqual([{ externalId: 'crm:4711' }, { alias: 'crm:4711' }])
    expect(lookUpsOf('CRM.old:4711')).toEqual([{ externalId: 'CRM.old:4711' }])
  })

  it('is asked for by the id of the contact', () => {
    expect(lookUpsOf('ctc_abc-DEF_1')).toEqual([{ contact: 'ctc_abc-DEF_1' }])
  })

  it('is nothing to ask the gateway for by a name', () => {
    expect(lookUpsOf('Clara Weber')).toEqual([])
    expect(lookUpsOf('')).toEqual([])
  })

  it('answers to a part of a name, of a handle or of a number', () => {
    const clara = { name: 'Clara Weber', username: null, aliases: [{ value: '+15550142201' }] }
    expect(['weber', '0142', ''].map((typed) => answersTo(clara, typed))).toEqual([true, true, true])
    expect(answersTo(clara, 'Omar')).toBe(false)
  })
})

describe('Conversations side by side', () => {
  const first = { id: 'cnv_b', createdAt: 1, lastInboundAt: 5, lastEntryAt: 20 }
  const second = { id: 'cnv_a', createdAt: 2, lastInboundAt: 9, lastEntryAt: 9 }
  const silent = { id: 'cnv_c', createdAt: 3, lastInboundAt: null, lastEntryAt: 30 }

  it('stay in the order in which they began', () => {
    expect(inOrder([silent, second, first])).toEqual([first, second, silent])
  })

  it('are answered where the customer wrote last', () => {
    expect(lastUsed([first, second, silent])).toBe(second)
    expect(lastUsed([silent])).toBe(silent)
    expect(lastUsed([])).toBeUndefined()
  })
})
