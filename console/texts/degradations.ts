import type { Section } from './text.ts'

/** What becomes of a message on its way through a channel, by the rules of a plan: what the customer will see. */
export const degradations = {
  'text.split': {
    en: 'The text is too long for one message: it is sent as several, one after the other.',
    ar: 'النص أطول من رسالة واحدة: سيُرسل في عدة رسائل متتالية.',
  },
  'media.as_link': {
    en: 'The channel does not take this file: the customer gets a link to it.',
    ar: 'لا تقبل القناة هذا الملف: سيصل العميلَ رابطٌ إليه.',
  },
  'caption.as_text': {
    en: 'The words to a file do not fit beside it: they follow as a message of their own.',
    ar: 'لا يتسع المكان لنص الملف بجانبه: سيتبعه في رسالة مستقلة.',
  },
  'choice.as_list': {
    en: 'The choices are shown as a list that opens.',
    ar: 'تظهر الخيارات في قائمة تُفتح.',
  },
  'choice.as_buttons': { en: 'The choices are shown as buttons.', ar: 'تظهر الخيارات كأزرار.' },
  'choice.as_text': {
    en: 'The choices are shown as numbers in the text: the customer answers with a number.',
    ar: 'تظهر الخيارات مرقّمة في النص: يجيب العميل برقم.',
  },
  'choice.default_button': {
    en: 'The button that opens the list is called “Options”.',
    ar: 'يحمل الزر الذي يفتح القائمة الاسم “Options”.',
  },
  'choice.header_in_body': {
    en: 'The heading stands at the beginning of the text.',
    ar: 'يأتي العنوان في بداية النص.',
  },
  'choice.footer_in_body': {
    en: 'The last line stands at the end of the text.',
    ar: 'يأتي السطر الأخير في نهاية النص.',
  },
  'choice.body_split': {
    en: 'The text is too long for a message with choices: its beginning goes before it.',
    ar: 'النص أطول مما تسمح به رسالة ذات خيارات: تُرسل بدايته قبلها.',
  },
  'cards.as_text': { en: 'Each card is shown as its picture and its words.', ar: 'تظهر كل بطاقة كصورة مع نصها.' },
  'cards.split': { en: 'The cards are sent in several messages.', ar: 'تُرسل البطاقات في عدة رسائل.' },
  'location_request.as_text': {
    en: 'The question for a place is asked in words.',
    ar: 'يُطلب الموقع بالكلمات.',
  },
  'location.as_text': { en: 'The place is sent in words, with a link.', ar: 'يُرسل الموقع نصًا مع رابط.' },
  'contacts.as_text': { en: 'The contact details are sent in words.', ar: 'تُرسل بيانات الاتصال نصًا.' },
  'contacts.split': { en: 'The contacts are sent in several messages.', ar: 'تُرسل جهات الاتصال في عدة رسائل.' },
  'reply_to.dropped': {
    en: 'This channel cannot quote: the customer does not see which message you answer.',
    ar: 'لا تدعم هذه القناة الاقتباس: لن يرى العميل الرسالة التي ترد عليها.',
  },
  'subject.dropped': { en: 'The subject is left out: only mail has one.', ar: 'يُحذف الموضوع: لا يوجد إلا في البريد.' },
  'html.dropped': { en: 'The formatted page is left out.', ar: 'تُحذف الصفحة المنسّقة.' },
  'to.dropped': { en: 'The addresses are left out: only mail has them.', ar: 'تُحذف العناوين: لا توجد إلا في البريد.' },
  'cc.dropped': { en: 'Nobody gets a copy: only mail has copies.', ar: 'لن تُرسل نسخة لأحد: النسخ في البريد فقط.' },
  'bcc.dropped': {
    en: 'Nobody gets a hidden copy: only mail has them.',
    ar: 'لن تُرسل نسخة مخفية لأحد: النسخ المخفية في البريد فقط.',
  },
  'html.as_text': { en: 'The page is sent as plain text.', ar: 'تُرسل الصفحة نصًا عاديًا.' },
  other: {
    en: 'The channel shows part of this message in another form.',
    ar: 'تعرض القناة جزءًا من هذه الرسالة بشكل آخر.',
  },
} as const satisfies Section
