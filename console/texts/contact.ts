import type { Section } from './text.ts'

/** What is known of a contact. */
export const contact = {
  title: { en: 'Contact', ar: 'جهة الاتصال' },
  about: { en: 'About {name}', ar: 'عن {name}' },
  allTalks: { en: 'All conversations side by side', ar: 'كل المحادثات جنبًا إلى جنب' },
  gone: { en: 'There is no such contact any more.', ar: 'لم تعد جهة الاتصال هذه موجودة.' },
  group: { en: 'A group', ar: 'مجموعة' },
  groupExplain: {
    en: 'This conversation is with several people, none of whom is its contact.',
    ar: 'هذه المحادثة مع عدة أشخاص، وليس أحدهم جهة الاتصال فيها.',
  },
  edit: { en: 'Edit name, language and time zone', ar: 'تعديل الاسم واللغة والمنطقة الزمنية' },
  name: { en: 'Name', ar: 'الاسم' },
  nameHint: { en: 'Empty: as the channel tells it', ar: 'فارغ: كما تذكره القناة' },
  locale: { en: 'Language', ar: 'اللغة' },
  localeHint: { en: 'A tag, such as de or pt-BR', ar: 'رمز مثل de أو pt-BR' },
  timeZone: { en: 'Time zone', ar: 'المنطقة الزمنية' },
  timeZoneHint: { en: 'Such as Europe/Berlin', ar: 'مثل Europe/Berlin' },
  theirTime: { en: '{time} there', ar: '{time} عندهم' },
  handles: { en: 'Known by', ar: 'معرَّف بـ' },
  copyValue: { en: 'Copy {value}', ar: 'نسخ {value}' },
  data: { en: 'Data', ar: 'البيانات' },
  ids: { en: 'In other systems', ar: 'في الأنظمة الأخرى' },
  noneYet: { en: 'Nothing yet', ar: 'لا شيء بعد' },
  addValue: { en: 'Add', ar: 'إضافة' },
  field: { en: 'Field', ar: 'الحقل' },
  system: { en: 'System', ar: 'النظام' },
  value: { en: 'Value', ar: 'القيمة' },
  editValue: { en: 'Edit {field}', ar: 'تعديل {field}' },
  removeValue: { en: 'Remove {field}', ar: 'إزالة {field}' },
  cases: { en: 'Cases of this conversation', ar: 'حالات هذه المحادثة' },
  opened: { en: 'Opened', ar: 'فُتحت' },
  closedAt: { en: 'Closed', ar: 'أُغلقت' },
  firstAnswer: { en: 'First answer', ar: 'أول رد' },
  after: { en: 'after {time}', ar: 'بعد {time}' },
  noAnswer: { en: 'not yet', ar: 'ليس بعد' },
  others: { en: 'Other conversations', ar: 'محادثات أخرى' },
  noOthers: { en: 'No other conversations', ar: 'لا محادثات أخرى' },
} as const satisfies Section

/** Types of addresses by name. One that is not here is called by its own. */
export const aliasTypes = {
  phone: { en: 'Phone', ar: 'هاتف' },
  email: { en: 'Email', ar: 'بريد إلكتروني' },
  wa_bsuid: { en: 'WhatsApp user', ar: 'مستخدم واتساب' },
  wa_parent_bsuid: { en: 'WhatsApp user', ar: 'مستخدم واتساب' },
  psid: { en: 'Messenger user', ar: 'مستخدم ماسنجر' },
  igsid: { en: 'Instagram user', ar: 'مستخدم إنستغرام' },
  x_user: { en: 'X user', ar: 'مستخدم إكس' },
  short_code: { en: 'Short code', ar: 'رقم قصير' },
  sender_id: { en: 'Sender', ar: 'مُرسِل' },
} as const satisfies Section

export const consent = {
  title: { en: 'Consent', ar: 'الموافقة' },
  none: { en: 'Nothing was said about it.', ar: 'لم يُذكر شيء بشأنها.' },
  revokedMarketing: { en: 'May not be written to for marketing', ar: 'لا تجوز مراسلته للتسويق' },
  revokedService: { en: 'May not be written to about service', ar: 'لا تجوز مراسلته بشأن الخدمة' },
  revokedAny: { en: 'May not be written to at all', ar: 'لا تجوز مراسلته إطلاقًا' },
  grantedMarketing: { en: 'May be written to for marketing', ar: 'تجوز مراسلته للتسويق' },
  grantedService: { en: 'May be written to about service', ar: 'تجوز مراسلته بشأن الخدمة' },
  grantedAny: { en: 'May be written to', ar: 'تجوز مراسلته' },
  where: { en: '{channel}, from every account', ar: '{channel}، من كل الحسابات' },
  whereFrom: { en: '{channel}, from {sender}', ar: '{channel}، من {sender}' },
  learned: { en: '{source}, {at}', ar: '{source}، {at}' },
} as const satisfies Section

export const merging = {
  title: { en: 'The same person', ar: 'الشخص نفسه' },
  begin: { en: 'This is the same person as…', ar: 'هذا هو نفسه…' },
  find: { en: 'Name, phone number, email, user id, or system:id', ar: 'اسم أو رقم هاتف أو بريد أو معرّف أو system:id' },
  search: { en: 'Search', ar: 'بحث' },
  found: { en: 'Found', ar: 'نتائج البحث' },
  recent: { en: 'Recent contacts', ar: 'أحدث جهات الاتصال' },
  nobody: {
    en: 'Nobody was found. Numbers, addresses and ids are found when they are given exactly.',
    ar: 'لم يُعثر على أحد. تُعثر على الأرقام والعناوين والمعرّفات عند كتابتها كاملة.',
  },
  compare: { en: 'Are these two one person?', ar: 'هل هذان شخص واحد؟' },
  keep: { en: 'Show both as', ar: 'عرض الاثنين باسم' },
  explain: {
    en: 'Their conversations are shown together from then on. Each keeps what is known of it, so this can be taken back at any time.',
    ar: 'ستُعرض محادثاتهما معًا من الآن. يحتفظ كل منهما بما يُعرف عنه، فيمكن التراجع عن ذلك في أي وقت.',
  },
  confirm: { en: 'Merge', ar: 'دمج' },
  other: { en: 'Choose somebody else', ar: 'اختر شخصًا آخر' },
  done: { en: '{from} is shown as {into} now.', ar: 'يُعرض {from} الآن باسم {into}.' },
  apart: { en: 'They are two contacts again.', ar: 'عادا جهتي اتصال منفصلتين.' },
  merged: { en: 'Merged into this contact', ar: 'دُمجت في جهة الاتصال هذه' },
  takeApart: { en: 'Take apart', ar: 'فصل' },
  takeApartWho: { en: 'Take {name} apart', ar: 'فصل {name}' },
  known: { en: 'Known since', ar: 'معروف منذ' },
  talks: {
    en: { one: '{n} conversation', other: '{n} conversations' },
    ar: {
      zero: 'لا محادثات',
      one: 'محادثة واحدة',
      two: 'محادثتان',
      few: '{n} محادثات',
      many: '{n} محادثة',
      other: '{n} محادثة',
    },
  },
} as const satisfies Section

export const contactPage = {
  loading: { en: 'Loading the conversations…', ar: 'جارٍ تحميل المحادثات…' },
  none: { en: 'There are no conversations with this contact.', ar: 'لا توجد محادثات مع جهة الاتصال هذه.' },
  columns: { en: 'Conversations, side by side', ar: 'المحادثات جنبًا إلى جنب' },
  choose: { en: 'Which conversation', ar: 'أي محادثة' },
  open: { en: 'Open this conversation', ar: 'افتح هذه المحادثة' },
  answer: { en: 'Answer here', ar: 'أجب هنا' },
  answerLast: { en: 'Answer on {channel}', ar: 'أجب عبر {channel}' },
  last: { en: 'last used', ar: 'الأحدث استخدامًا' },
  details: { en: 'Details', ar: 'التفاصيل' },
} as const satisfies Section

export const privacy = {
  title: { en: 'Privacy', ar: 'الخصوصية' },
  export: { en: 'Export all that is kept', ar: 'تصدير كل ما هو محفوظ' },
  exporting: { en: 'The file is being made…', ar: 'جارٍ إعداد الملف…' },
  ready: { en: 'Download the file ({size})', ar: 'تنزيل الملف ({size})' },
  notMade: { en: 'The file could not be made. Try again.', ar: 'تعذّر إعداد الملف. أعد المحاولة.' },
  erase: { en: 'Erase this person…', ar: 'محو هذا الشخص…' },
  eraseTitle: { en: 'Erase {name}', ar: 'محو {name}' },
  eraseExplain: {
    en: 'The contact, every conversation with them, all messages and files in both directions, notes, tags and data are removed. Nothing that waits is sent to them. What they forbade is kept, so that nobody writes to them against their word. This cannot be undone.',
    ar: 'تُزال جهة الاتصال وكل محادثة معها وكل الرسائل والملفات في الاتجاهين والملاحظات والوسوم والبيانات، ولا يُرسل ما ينتظر الإرسال. يُحفظ فقط ما رفضه الشخص حتى لا يراسله أحد خلافًا لرغبته. لا يمكن التراجع عن ذلك.',
  },
  typeName: { en: 'To confirm, type: {word}', ar: 'للتأكيد اكتب: {word}' },
  word: { en: 'erase', ar: 'محو' },
  eraseNow: { en: 'Erase for good', ar: 'محو نهائي' },
  erased: {
    en: 'The person is erased. Removing everything takes a while.',
    ar: 'مُحي الشخص. تستغرق إزالة كل شيء بعض الوقت.',
  },
} as const satisfies Section
