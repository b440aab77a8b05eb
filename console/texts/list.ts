import type { Section } from './text.ts'

/** The list of conversations. */
export const list = {
  title: { en: 'Conversations', ar: 'المحادثات' },
  choose: { en: 'Choose a conversation', ar: 'اختر محادثة' },
  views: { en: 'Which conversations', ar: 'أي المحادثات' },
  rowsOf: { en: '{view} conversations', ar: 'المحادثات: {view}' },
  waiting: { en: 'Waiting for an answer', ar: 'بانتظار الرد' },
  others: { en: 'Other open conversations', ar: 'محادثات مفتوحة أخرى' },
  waitingCount: {
    en: { one: '{n} waits for an answer', other: '{n} wait for an answer' },
    ar: {
      zero: 'لا أحد ينتظر الرد',
      one: 'محادثة واحدة تنتظر الرد',
      two: 'محادثتان تنتظران الرد',
      few: '{n} محادثات تنتظر الرد',
      many: '{n} محادثة تنتظر الرد',
      other: '{n} محادثة تنتظر الرد',
    },
  },
} as const satisfies Section

export const views = {
  open: { en: 'Open', ar: 'مفتوحة' },
  pending: { en: 'Pending', ar: 'معلّقة' },
  snoozed: { en: 'Snoozed', ar: 'مؤجّلة' },
  closed: { en: 'Closed', ar: 'مغلقة' },
} as const satisfies Section

/** One line of the list. */
export const row = {
  waits: { en: 'waits {time}', ar: 'ينتظر منذ {time}' },
  unread: {
    en: { one: '{n} unread message', other: '{n} unread messages' },
    ar: {
      zero: 'لا رسائل غير مقروءة',
      one: 'رسالة واحدة غير مقروءة',
      two: 'رسالتان غير مقروءتين',
      few: '{n} رسائل غير مقروءة',
      many: '{n} رسالة غير مقروءة',
      other: '{n} رسالة غير مقروءة',
    },
  },
  ours: { en: 'Your side:', ar: 'من جهتكم:' },
  bot: { en: 'Bot:', ar: 'الروبوت:' },
  system: { en: 'Event:', ar: 'حدث:' },
  noText: { en: 'No text', ar: 'بلا نص' },
  assignee: { en: 'Assigned to {name}', ar: 'مسندة إلى {name}' },
  me: { en: 'You', ar: 'أنت' },
  somebody: { en: 'Somebody', ar: 'شخص آخر' },
  tag: { en: 'Tag: {tag}', ar: 'الوسم: {tag}' },
  moreTags: {
    en: { one: 'and {n} more tag', other: 'and {n} more tags' },
    ar: {
      zero: 'ولا وسوم أخرى',
      one: 'ووسم آخر',
      two: 'ووسمان آخران',
      few: 'و{n} وسوم أخرى',
      many: 'و{n} وسمًا آخر',
      other: 'و{n} وسم آخر',
    },
  },
  snoozedUntil: { en: 'until {time}', ar: 'حتى {time}' },
} as const satisfies Section

export const filters = {
  show: { en: 'Filters', ar: 'التصفية' },
  active: {
    en: { one: '{n} active', other: '{n} active' },
    ar: {
      zero: 'لا شيء مفعّل',
      one: 'واحدة مفعّلة',
      two: 'اثنتان مفعّلتان',
      few: '{n} مفعّلة',
      many: '{n} مفعّلة',
      other: '{n} مفعّلة',
    },
  },
  channel: { en: 'Channel', ar: 'القناة' },
  assignee: { en: 'Assignee', ar: 'المسؤول' },
  tag: { en: 'Tag', ar: 'الوسم' },
  any: { en: 'Any', ar: 'الكل' },
  me: { en: 'Me ({name})', ar: 'أنا ({name})' },
  remove: { en: 'Remove the filter {name}', ar: 'إزالة التصفية {name}' },
  clear: { en: 'Clear filters', ar: 'مسح التصفية' },
} as const satisfies Section

export const search = {
  label: { en: 'Search for a name, number or address', ar: 'ابحث عن اسم أو رقم أو عنوان' },
  hint: { en: 'Name, number, address', ar: 'اسم أو رقم أو عنوان' },
  clear: { en: 'Clear the search', ar: 'مسح البحث' },
  results: { en: 'Conversations found', ar: 'المحادثات التي عُثر عليها' },
  count: {
    en: { one: '{n} conversation found', other: '{n} conversations found' },
    ar: {
      zero: 'لم يُعثر على محادثات',
      one: 'عُثر على محادثة واحدة',
      two: 'عُثر على محادثتين',
      few: 'عُثر على {n} محادثات',
      many: 'عُثر على {n} محادثة',
      other: 'عُثر على {n} محادثة',
    },
  },
  none: {
    en: 'No conversation on this page has this name. Type a whole phone number, email address or user id to look among all contacts.',
    ar: 'لا توجد في هذه الصفحة محادثة بهذا الاسم. اكتب رقم هاتف أو بريدًا إلكترونيًا أو معرّف مستخدم كاملًا للبحث في كل جهات الاتصال.',
  },
  contacts: { en: 'Contacts', ar: 'جهات الاتصال' },
  lookUp: { en: 'Look among all contacts for {sought}', ar: 'البحث في كل جهات الاتصال عن {sought}' },
  looking: { en: 'Looking…', ar: 'جارٍ البحث…' },
  nobody: {
    en: 'No contact has exactly this number, address or id.',
    ar: 'لا توجد جهة اتصال لها هذا الرقم أو العنوان أو المعرّف بالضبط.',
  },
} as const satisfies Section

/** Where there is nothing to show. */
export const empty = {
  open: {
    en: 'Nobody waits. New messages appear here by themselves.',
    ar: 'لا أحد ينتظر. تظهر الرسائل الجديدة هنا تلقائيًا.',
  },
  pending: {
    en: 'Nothing is put aside. A pending conversation comes back when the customer writes.',
    ar: 'لا شيء معلّق. تعود المحادثة المعلّقة عندما يكتب العميل.',
  },
  snoozed: {
    en: 'Nothing is snoozed. A snoozed conversation comes back at its time, or when the customer writes.',
    ar: 'لا شيء مؤجّل. تعود المحادثة المؤجّلة في موعدها أو عندما يكتب العميل.',
  },
  closed: {
    en: 'Nothing is closed yet. A closed conversation opens again when the customer writes.',
    ar: 'لا شيء مغلق بعد. تُفتح المحادثة المغلقة من جديد عندما يكتب العميل.',
  },
  filtered: { en: 'No conversation here matches the filters.', ar: 'لا توجد هنا محادثة تطابق التصفية.' },
  first: {
    en: 'No conversation yet. As soon as a customer writes on one of your channels, it appears here.',
    ar: 'لا توجد محادثات بعد. ما إن يكتب عميل على إحدى قنواتك حتى تظهر هنا.',
  },
  toChannels: { en: 'See the channels', ar: 'عرض القنوات' },
  sandbox: { en: 'To try it on this machine, let a customer write:', ar: 'للتجربة على هذا الجهاز، دع عميلًا يكتب:' },
  failed: { en: 'The list could not be read.', ar: 'تعذّرت قراءة القائمة.' },
} as const satisfies Section

export const arrivals = {
  one: { en: 'New message from {name}', ar: 'رسالة جديدة من {name}' },
  several: { en: 'New messages from {names}', ar: 'رسائل جديدة من {names}' },
} as const satisfies Section
