import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LANGUAGES } from '../../console/texts/text.ts'
import { ROOT } from '../support/tree.ts'

/** What the texts are made with, not texts themselves. */
const TOOLS = new Set(['text.ts', 'format.ts'])
const languages = Object.keys(LANGUAGES)

const files = readdirSync(join(ROOT, 'console/texts')).filter((name) => name.endsWith('.ts') && !TOOLS.has(name))

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

interface Named {
  readonly name: string
  readonly forms: Readonly<Record<string, unknown>>
}

/** Every text of a section, by where it stands: what has a language for a name, however deep. */
const textsIn = (value: unknown, name: string): readonly Named[] => {
  if (!isObject(value)) return []
  return languages.some((language) => language in value)
    ? [{ name, forms: value }]
    : Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${name}.${key}`))
}

const modules = await Promise.all(
  files.map(async (file) => textsIn(await import(join(ROOT, 'console/texts', file)), file)),
)
const texts = modules.flat()
const isCounted = ({ forms }: Named): boolean => languages.some((language) => isObject(forms[language]))
const counted = texts.filter(isCounted)

/** What is said in a language, in all its forms. */
const saidIn = ({ forms }: Named, language: string): readonly string[] => {
  const said = forms[language]
  return (isObject(said) ? Object.values(said) : [said]).map((text) => (typeof text === 'string' ? text : ''))
}

const placeholdersOf = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort()

const failing = (check: (text: Named) => boolean, of: readonly Named[] = texts): readonly string[] =>
  of.filter((text) => !check(text)).map(({ name }) => name)

test('there are texts, and some of them count', () => {
  expect(texts.length).toBeGreaterThan(100)
  expect(counted.length).toBeGreaterThan(3)
})

test('every text is said in every language, and in no other', () => {
  expect(failing(({ forms }) => Object.keys(forms).sort().join() === [...languages].sort().join())).toEqual([])
  expect(failing((text) => languages.every((one) => saidIn(text, one).every((said) => said.trim() !== '')))).toEqual([])
})

test('what is said in Arabic is Arabic, and what is said in English has none of it', () => {
  // What is a number or a name alone is written alike.
  const isName = (said: string): boolean => !/\p{Ll}/u.test(said.replaceAll(/\{\w+\}|npx .*/g, ''))
  expect(
    failing((text) => saidIn(text, 'ar').every((said) => /\p{Script=Arabic}/u.test(said) || isName(said))),
  ).toEqual([])
  expect(failing((text) => saidIn(text, 'en').every((said) => !/\p{Script=Arabic}/u.test(said)))).toEqual([])
})

test('what is filled in is filled in in every language', () => {
  const apartFromNumber = (said: string): string =>
    placeholdersOf(said)
      .filter((name) => name !== 'n')
      .join()
  expect(
    failing((text) => {
      const strip = isCounted(text) ? apartFromNumber : (said: string) => placeholdersOf(said).join()
      return new Set(languages.flatMap((language) => saidIn(text, language).map(strip))).size === 1
    }),
  ).toEqual([])
})

test('what counts has every plural form of each language, and says the number where a form is of many', () => {
  for (const language of languages) {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions()
    const formsOf = ({ forms }: Named): Readonly<Record<string, unknown>> => forms[language] as Record<string, unknown>
    expect(
      failing((text) => Object.keys(formsOf(text)).sort().join() === [...pluralCategories].sort().join(), counted),
      `forms in ${language}`,
    ).toEqual([])
    expect(
      failing((text) => placeholdersOf(String(formsOf(text)['other'])).includes('n'), counted),
      `the number in ${language}`,
    ).toEqual([])
  }
})
