import { signal } from '@preact/signals'

/** The languages of the page, each as it calls itself. */
export const LANGUAGES = { en: 'English', ar: 'العربية' } as const
export type Language = keyof typeof LANGUAGES
const RIGHT_TO_LEFT: ReadonlySet<Language> = new Set(['ar'])

/** What is said in each language. `{name}` stands for what is filled in. */
export type Text = Readonly<Record<Language, string>>
/** What is said of a number: one text for each plural form that the language has; `{n}` is the number. */
export type Counted = Readonly<
  Record<Language, Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }>
>
/** A section of the catalogue. */
export type Section = Readonly<Record<string, Text | Counted>>

const KEPT_AS = 'parley.language'
const isLanguage = (value: string | null | undefined): value is Language =>
  value !== null && value !== undefined && value in LANGUAGES

const preferred = (): Language => {
  const kept = globalThis.localStorage?.getItem(KEPT_AS)
  if (isLanguage(kept)) return kept
  return globalThis.navigator?.languages?.map((tag) => tag.slice(0, 2)).find((tag) => isLanguage(tag)) ?? 'en'
}

export const language = signal<Language>(preferred())

export const chooseLanguage = (chosen: Language): void => {
  localStorage.setItem(KEPT_AS, chosen)
  language.value = chosen
}

export const directionOf = (of: Language): 'ltr' | 'rtl' => (RIGHT_TO_LEFT.has(of) ? 'rtl' : 'ltr')

/** Numbers stay in the digits that the parts of this page share with the channels: phone numbers and times stand beside them. */
export const localeOf = (of: Language): string => (of === 'ar' ? 'ar-u-nu-latn' : of)

const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))

/** A text in the chosen language. */
export const t = (text: Text, values: Readonly<Record<string, string | number>> = {}): string =>
  fill(text[language.value], values)

/** A text of a number in the chosen language. */
export const tn = (counted: Counted, n: number, values: Readonly<Record<string, string | number>> = {}): string => {
  const forms = counted[language.value]
  const form = new Intl.PluralRules(language.value).select(n)
  return fill(forms[form] ?? forms.other, { n: new Intl.NumberFormat(localeOf(language.value)).format(n), ...values })
}
