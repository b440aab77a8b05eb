import type { Section } from './text.ts'

/** What is said in more than one place. */
export const common = {
  parley: { en: 'Parley', ar: 'بارلي' },
  loading: { en: 'Loading…', ar: 'جارٍ التحميل…' },
  retry: { en: 'Try again', ar: 'إعادة المحاولة' },
  close: { en: 'Close', ar: 'إغلاق' },
  cancel: { en: 'Cancel', ar: 'إلغاء' },
  save: { en: 'Save', ar: 'حفظ' },
  undo: { en: 'Undo', ar: 'تراجع' },
  more: { en: 'Load more', ar: 'عرض المزيد' },
  back: { en: 'Back', ar: 'رجوع' },
  copy: { en: 'Copy', ar: 'نسخ' },
  copied: { en: 'Copied', ar: 'تم النسخ' },
  nobody: { en: 'Nobody', ar: 'لا أحد' },
  unknownName: { en: 'No name', ar: 'بلا اسم' },
  offline: {
    en: 'No connection. What you write is kept, and the page goes on by itself.',
    ar: 'لا يوجد اتصال. ما تكتبه محفوظ، وستستأنف الصفحة تلقائيًا.',
  },
  failed: { en: 'That did not work: {detail}', ar: 'تعذّر ذلك: {detail}' },
  unreachable: { en: 'The gateway cannot be reached.', ar: 'تعذّر الوصول إلى البوابة.' },
} as const satisfies Section

export const shell = {
  skip: { en: 'Skip to the main part', ar: 'تخطَّ إلى المحتوى الرئيسي' },
  navigation: { en: 'Main navigation', ar: 'التنقل الرئيسي' },
  inbox: { en: 'Inbox', ar: 'صندوق الوارد' },
  admin: { en: 'Administration', ar: 'الإدارة' },
  account: { en: 'Your account', ar: 'حسابك' },
  signOut: { en: 'Sign out', ar: 'تسجيل الخروج' },
  language: { en: 'Language', ar: 'اللغة' },
  theme: { en: 'Appearance', ar: 'المظهر' },
  system: { en: 'As the device', ar: 'حسب الجهاز' },
  light: { en: 'Light', ar: 'فاتح' },
  dark: { en: 'Dark', ar: 'داكن' },
  shop: { en: 'Shop', ar: 'المتجر' },
  notFound: { en: 'There is no such page.', ar: 'لا توجد صفحة كهذه.' },
  toInbox: { en: 'To the inbox', ar: 'إلى صندوق الوارد' },
} as const satisfies Section

export const signIn = {
  title: { en: 'Sign in', ar: 'تسجيل الدخول' },
  explain: {
    en: 'Open the link you were given, or type its code. A link works once, and for a short time.',
    ar: 'افتح الرابط الذي وصلك أو اكتب رمزه. يعمل الرابط مرة واحدة ولوقت قصير.',
  },
  code: { en: 'Code', ar: 'الرمز' },
  submit: { en: 'Sign in', ar: 'دخول' },
  refused: {
    en: 'This code is not valid: it was used, it is too old, or it is mistyped. Ask for a new link.',
    ar: 'هذا الرمز غير صالح: ربما استُخدم أو انتهت مدته أو فيه خطأ. اطلب رابطًا جديدًا.',
  },
  how: {
    en: 'Whoever runs the gateway makes links with: npx parley people sign-in "Your name"',
    ar: 'من يدير البوابة ينشئ الروابط بالأمر: npx parley people sign-in "Your name"',
  },
  ended: { en: 'You are signed out.', ar: 'تم تسجيل خروجك.' },
} as const satisfies Section

/** Channels by name. One that is not here is called by its own. */
export const channels = {
  whatsapp: { en: 'WhatsApp', ar: 'واتساب' },
  messenger: { en: 'Messenger', ar: 'ماسنجر' },
  instagram: { en: 'Instagram', ar: 'إنستغرام' },
  x: { en: 'X', ar: 'إكس' },
  email: { en: 'Email', ar: 'البريد الإلكتروني' },
  sms: { en: 'SMS', ar: 'رسالة نصية' },
} as const satisfies Section
