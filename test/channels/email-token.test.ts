import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { base32, replyTokens } from '../../adapters/email/reply-token.ts'

const thread = 'abcdefghijklmnopqrstuvwx27'
const tokens = replyTokens(['new secret', 'old secret'])
const marked = tokens.address('support@shop.example', thread)
const local = (address: string): string => address.slice(0, address.lastIndexOf('@'))

test('marks a mailbox with a thread that is read from it again', () => {
  expect(marked).toMatch(/^support\+p[a-z2-7]{39}@shop\.example$/)
  expect(tokens.read(marked)).toBe(thread)
})

test('reads a mark whose case a mail server has changed', () => {
  expect(tokens.read(marked.toUpperCase())).toBe(thread)
})

test('the case of the configured mailbox is no part of the mark', () => {
  expect(tokens.read(tokens.address('Support@Shop.Example', thread).toLowerCase())).toBe(thread)
})

test('reads what an older active secret signed, and nothing of a secret that is gone', () => {
  expect(tokens.read(replyTokens(['old secret']).address('support@shop.example', thread))).toBe(thread)
  expect(tokens.read(replyTokens(['lost secret']).address('support@shop.example', thread))).toBeUndefined()
})

test('a mark with any letter changed is none', () => {
  const start = 'support+p'.length
  for (let index = start; index < local(marked).length; index += 1) {
    const other = marked[index] === 'a' ? 'b' : 'a'
    expect(tokens.read(marked.slice(0, index) + other + marked.slice(index + 1))).toBeUndefined()
  }
})

test('the mark of one mailbox is none at another', () => {
  expect(tokens.read(marked.replace('support', 'sales'))).toBeUndefined()
  expect(tokens.read(marked.replace('shop.example', 'other.example'))).toBeUndefined()
})

test('without a secret nothing is marked and nothing is read', () => {
  for (const none of [replyTokens([]), replyTokens([''])]) {
    expect(none.address('support@shop.example', thread)).toBe('support@shop.example')
    expect(none.read(marked)).toBeUndefined()
  }
})

test('a label the mailbox has already stays before the mark', () => {
  const labelled = tokens.address('support+eu@shop.example', thread)
  expect(labelled).toMatch(/^support\+eu\+p[a-z2-7]{39}@shop\.example$/)
  expect(tokens.read(labelled)).toBe(thread)
})

test('a mailbox with no room for a mark stays as it is', () => {
  const fits = 'a'.repeat(23)
  expect(local(tokens.address(`${fits}@shop.example`, thread))).toHaveLength(64)
  expect(tokens.address(`${fits}a@shop.example`, thread)).toBe(`${fits}a@shop.example`)
})

test('a thread that is none of ours makes no mark', () => {
  expect(tokens.address('support@shop.example', 'some other thread')).toBe('support@shop.example')
})

test('whatever comes as a recipient is read without an error and without a thread', () => {
  fc.assert(fc.property(fc.string(), (recipient) => tokens.read(recipient) === undefined))
})

test('every thread comes back from every mailbox that has room', () => {
  const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((value) => base32(value))
  fc.assert(
    fc.property(bytes, fc.stringMatching(/^[a-z0-9.]{1,23}$/), (value, name) => {
      expect(tokens.read(tokens.address(`${name}@shop.example`, value))).toBe(value)
    }),
  )
})
