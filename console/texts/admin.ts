import type { Section } from './text.ts'

/** The pages of whoever looks after the gateway: what all of them say. */
export const admin = {
  title: { en: 'Administration', ar: 'الإدارة' },
  navigation: { en: 'Pages of the administration', ar: 'صفحات الإدارة' },
  figures: { en: 'Response times', ar: 'أوقات الرد' },
  channels: { en: 'Channels', ar: 'القنوات' },
  people: { en: 'People', ar: 'الأشخاص' },
  deadLetters: { en: 'Dead letters', ar: 'رسائل متعثرة' },
  webhooks: { en: 'Webhooks', ar: 'إشعارات الويب' },
  keys: { en: 'API keys', ar: 'مفاتيح API' },
  forbidden: { en: 'Only for administrators', ar: 'للمديرين فقط' },
  forbiddenWhy: {
    en: 'Your role is agent. Somebody with the role administrator can change it on the page People.',
    ar: 'دورك هو موظف رد. يمكن لأي مدير تغييره من صفحة الأشخاص.',
  },
  toList: { en: 'Back to the list', ar: 'العودة إلى القائمة' },
  once: {
    en: 'Copy it now: it is shown this once.',
    ar: 'انسخه الآن: لن يُعرض مرة أخرى.',
  },
  done: { en: 'Done', ar: 'تم' },
  never: { en: 'never', ar: 'أبدًا' },
  ago: { en: '{time} ago', ar: 'قبل {time}' },
  name: { en: 'Name', ar: 'الاسم' },
  created: { en: 'Made', ar: 'أُنشئ' },
  status: { en: 'Status', ar: 'الحالة' },
  channel: { en: 'Channel', ar: 'القناة' },
  account: { en: 'Account', ar: 'الحساب' },
  actions: { en: 'Actions', ar: 'إجراءات' },
  details: { en: 'Details', ar: 'التفاصيل' },
  reach: { en: 'Reach', ar: 'النطاق' },
  shop: { en: 'This shop', ar: 'هذا المتجر' },
  organisation: { en: 'All shops', ar: 'كل المتاجر' },
  all: { en: 'All', ar: 'الكل' },
  optional: { en: '{label} (optional)', ar: '{label} (اختياري)' },
  changedMeanwhile: {
    en: 'Somebody else changed it meanwhile. This is how it is now; look, and save again.',
    ar: 'غيّره شخص آخر في هذه الأثناء. هذه حالته الآن؛ راجعها ثم احفظ مجددًا.',
  },
} as const satisfies Section

/** Channels: the accounts, how they are, and what is to be done. */
export const accounts = {
  intro: {
    en: 'The numbers, pages and mailboxes of this shop, and whether they work.',
    ar: 'أرقام هذا المتجر وصفحاته وصناديق بريده، وهل تعمل.',
  },
  none: {
    en: 'This shop has no channels yet. Run npx parley init, then npx parley deploy.',
    ar: 'لا توجد قنوات لهذا المتجر بعد. نفّذ npx parley init ثم npx parley deploy.',
  },
  healthy: { en: 'Works', ar: 'تعمل' },
  degraded: { en: 'Impaired', ar: 'تعمل جزئيًا' },
  reauth_required: { en: 'Needs new credentials', ar: 'تحتاج بيانات دخول جديدة' },
  since: { en: 'since {time}', ar: 'منذ {time}' },
  reason: { en: 'The provider says', ar: 'يقول المزوّد' },
  todo: { en: 'What to do', ar: 'ما يجب فعله' },
  guide: { en: 'Guide: {file}, “What can go wrong”', ar: 'الدليل: {file}، قسم “What can go wrong”' },
  test: { en: 'Test', ar: 'تجريبي' },
  testWhy: { en: 'Talks to the sandbox, not to the provider', ar: 'يتصل ببيئة التجربة لا بالمزوّد' },
  live: { en: 'Live', ar: 'فعلي' },
  carries: { en: 'What it can carry', ar: 'ما يمكن إرساله' },
  window: { en: 'Free text', ar: 'النص الحر' },
  windowHours: {
    en: { one: 'for {n} hour after the customer wrote', other: 'for {n} hours after the customer wrote' },
    ar: {
      zero: 'لمدة {n} ساعة بعد رسالة العميل',
      one: 'لمدة ساعة بعد رسالة العميل',
      two: 'لمدة ساعتين بعد رسالة العميل',
      few: 'لمدة {n} ساعات بعد رسالة العميل',
      many: 'لمدة {n} ساعة بعد رسالة العميل',
      other: 'لمدة {n} ساعة بعد رسالة العميل',
    },
  },
  always: { en: 'at any time', ar: 'في أي وقت' },
  text: { en: 'Length of a text', ar: 'طول النص' },
  characters: { en: 'up to {n} characters', ar: 'حتى {n} حرفًا' },
  bytes: { en: 'up to {n} bytes', ar: 'حتى {n} بايت' },
  segments: { en: 'up to {n} segments', ar: 'حتى {n} أجزاء' },
  files: { en: 'Files', ar: 'الملفات' },
  receipts: { en: 'Receipts', ar: 'إشعارات الحالة' },
  sent: { en: 'sent', ar: 'أُرسلت' },
  delivered: { en: 'delivered', ar: 'وصلت' },
  read: { en: 'read', ar: 'قُرئت' },
  nothing: { en: 'none', ar: 'لا شيء' },
  image: { en: 'pictures', ar: 'صور' },
  video: { en: 'videos', ar: 'فيديو' },
  audio: { en: 'audio', ar: 'صوت' },
  voice: { en: 'voice', ar: 'رسائل صوتية' },
  document: { en: 'documents', ar: 'مستندات' },
  file: { en: 'files', ar: 'ملفات' },
  sticker: { en: 'stickers', ar: 'ملصقات' },
  unknownCapabilities: { en: 'Not known', ar: 'غير معروف' },
} as const satisfies Section

/** What is to be done about an account that is not well. */
export const advice = {
  healthy: { en: 'Nothing: messages go out and come in.', ar: 'لا شيء: الرسائل تُرسل وتُستقبل.' },
  held: {
    en: 'What is sent from here waits, and goes out by itself once new credentials work.',
    ar: 'ما يُرسل من هنا ينتظر، ويخرج تلقائيًا حين تعمل بيانات الدخول الجديدة.',
  },
  limited: {
    en: 'Messages still go out, but the provider limits this account or warns about it.',
    ar: 'الرسائل ما زالت تُرسل، لكن المزوّد يقيّد هذا الحساب أو يحذّر بشأنه.',
  },
  doctor: { en: 'Ask what the provider objects to:', ar: 'اعرف اعتراض المزوّد:' },
  token: {
    en: 'Make a new token at {provider}, and store it (by the name that your config gives it):',
    ar: 'أنشئ رمزًا جديدًا لدى {provider} واحفظه (بالاسم الذي في إعداداتك):',
  },
  signInAgain: {
    en: 'Sign in again as the shop’s account (step 3 of the guide), and store the refresh token:',
    ar: 'سجّل الدخول مجددًا بحساب المتجر (الخطوة 3 في الدليل) واحفظ رمز التحديث:',
  },
  register: { en: 'Subscribe the webhooks again:', ar: 'أعد الاشتراك في إشعارات المزوّد:' },
  secrets: { en: 'See which secrets are set:', ar: 'اعرف الأسرار المحفوظة:' },
  meta: {
    en: 'Look at the account’s quality and restrictions in Meta Business Suite.',
    ar: 'راجع جودة الحساب وقيوده في Meta Business Suite.',
  },
  provider: {
    en: 'Look at the account in the provider’s console, and at the provider’s status page.',
    ar: 'راجع الحساب في لوحة المزوّد، وصفحة حالة خدماته.',
  },
} as const satisfies Section

/** How long customers wait for the first answer. */
export const figures = {
  intro: {
    en: 'How long customers wait for the first answer. Days are in UTC.',
    ar: 'كم ينتظر العملاء حتى أول رد. الأيام بالتوقيت العالمي.',
  },
  waiting: { en: 'Waiting now', ar: 'ينتظرون الآن' },
  atLeast: { en: '{n} or more', ar: '{n} أو أكثر' },
  longest: { en: 'The longest: {time}', ar: 'الأطول: {time}' },
  nobodyWaits: { en: 'Nobody waits', ar: 'لا أحد ينتظر' },
  answered: { en: 'Answered', ar: 'تم الرد' },
  answeredHint: { en: 'cases in {days} days', ar: 'حالة خلال {days} يومًا' },
  median: { en: 'Median', ar: 'الوسيط' },
  medianHint: { en: 'Half waited at most this long', ar: 'النصف انتظر هذه المدة على الأكثر' },
  p90: { en: '9 of 10', ar: '9 من 10' },
  p90Hint: { en: 'Nine of ten waited at most this long', ar: 'تسعة من عشرة انتظروا هذه المدة على الأكثر' },
  period: { en: 'Period', ar: 'الفترة' },
  lastDays: {
    en: { one: 'last {n} day', other: 'last {n} days' },
    ar: {
      zero: 'آخر {n} يوم',
      one: 'آخر يوم',
      two: 'آخر يومين',
      few: 'آخر {n} أيام',
      many: 'آخر {n} يومًا',
      other: 'آخر {n} يوم',
    },
  },
  allChannels: { en: 'All channels', ar: 'كل القنوات' },
  chart: { en: 'First answer by day: {channel}', ar: 'أول رد حسب اليوم: {channel}' },
  chartDescription: {
    en: 'A line for the median and a dashed line for nine of ten, from {from} to {to}. Days without answers are gaps.',
    ar: 'خط للوسيط وخط متقطع لتسعة من عشرة، من {from} إلى {to}. الأيام بلا ردود فجوات.',
  },
  day: { en: 'Day', ar: 'اليوم' },
  onDay: {
    en: '{day}: median {median}, 9 of 10 within {p90}, answered {answered}',
    ar: '{day}: الوسيط {median}، تسعة من عشرة خلال {p90}، الردود {answered}',
  },
  noAnswers: { en: '{day}: no first answers', ar: '{day}: لا ردود أولى' },
  asTable: { en: 'The same as a table', ar: 'البيانات نفسها في جدول' },
  byChannel: { en: 'By channel', ar: 'حسب القناة' },
  none: {
    en: 'No first answers in this time. Figures appear once a customer was answered.',
    ar: 'لا ردود أولى في هذه الفترة. تظهر الأرقام بعد الرد على أحد العملاء.',
  },
  incomplete: {
    en: 'There is more to count than one look does.',
    ar: 'هناك بيانات أكثر مما يُحسب في مرة واحدة.',
  },
  countOn: { en: 'Go on counting', ar: 'متابعة الحساب' },
} as const satisfies Section
