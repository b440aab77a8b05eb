import { expect, test } from 'vitest'
import { readJson } from '../../adapters/json.ts'
import { storable } from '../../core/text/storable.ts'

test.each([
  ['plain', 'plain'],
  ['a\0b\0', 'ab'],
  ['\ud83d\ude00', '😀'],
  ['\ud83d', '\ufffd'],
  ['\ude00\ud83d', '\ufffd\ufffd'],
  ['a\tb\nc\u0001', 'a\tb\nc\u0001'],
])('of %j a store keeps %j', (text, kept) => {
  expect(storable(text)).toBe(kept)
  expect(storable(kept)).toBe(kept)
})

test('JSON that is read has texts and names that can be stored, and the rest as it was', () => {
  expect(readJson(String.raw`{"a\u0000\ud83d":["b\u0000",{"c":"\ud83d\ude00"},1,null,true,"\\u0000"]}`)).toEqual({
    'a\ufffd': ['b', { c: '😀' }, 1, null, true, String.raw`\u0000`],
  })
})

test('JSON that is read keeps the digits of long ids, also beside texts that are mended', () => {
  expect(readJson(String.raw`{"id":17841400000000000012,"text":"\u0000"}`)).toEqual({
    id: '17841400000000000012',
    text: '',
  })
})

test('JSON that is read has no name that reaches a prototype', () => {
  const read = readJson(String.raw`{"__proto__":{"a":1},"b\u0000":2}`)
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
  expect(Object.keys(read as object)).toEqual(['__proto__', 'b'])
})

test('what is no JSON, or nests too deeply, is not there', () => {
  expect(readJson('{"a":')).toBeUndefined()
  expect(readJson('['.repeat(101) + ']'.repeat(101))).toBeUndefined()
  expect(readJson('['.repeat(100) + ']'.repeat(100))).toBeDefined()
})
