import type { Section } from './text.ts'

/** The list of conversations. */
export const list = {
  title: { en: 'Conversations', ar: 'المحادثات' },
  choose: { en: 'Choose a conversation', ar: 'اختر محادثة' },
} as const satisfies Section
