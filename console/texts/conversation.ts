import type { Section } from './text.ts'

/** One conversation: what was said, and what can be done with it. */
export const conversation = {
  title: { en: 'Conversation', ar: 'المحادثة' },
  toList: { en: 'To the list', ar: 'إلى القائمة' },
} as const satisfies Section
