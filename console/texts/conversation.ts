import type { Section } from './text.ts'

/** One conversation: what was said, and what can be done with it. */
export const conversation = {
  title: { en: 'Conversation', ar: 'المحادثة' },
  toList: { en: 'To the list', ar: 'إلى القائمة' },
  missing: { en: 'There is no such conversation.', ar: 'لا توجد محادثة كهذه.' },
  missingWhy: {
    en: 'It may have been erased, or it is of another shop.',
    ar: 'ربما مُحيت أو تخص متجرًا آخر.',
  },
  failed: { en: 'The conversation could not be loaded.', ar: 'تعذّر تحميل المحادثة.' },
  messages: { en: 'Messages', ar: 'الرسائل' },
  empty: { en: 'Nothing was said here yet.', ar: 'لم يُكتب شيء هنا بعد.' },
  older: { en: 'Load older messages', ar: 'عرض الرسائل الأقدم' },
  newer: { en: 'New messages', ar: 'رسائل جديدة' },
  toFoot: { en: 'To the newest message', ar: 'إلى أحدث رسالة' },
  arrived: { en: '{author}: {text}', ar: '{author}: {text}' },
  reply: { en: 'Reply to this message', ar: 'الرد على هذه الرسالة' },
} as const satisfies Section

/** Who says something. */
export const authors = {
  customer: { en: 'Customer', ar: 'العميل' },
  agent: { en: 'Agent', ar: 'موظف' },
  bot: { en: 'Bot', ar: 'البوت' },
  system: { en: 'System', ar: 'النظام' },
  echo: { en: 'From the channel’s own app', ar: 'من تطبيق القناة نفسها' },
  isBot: { en: 'Bot', ar: 'بوت' },
  note: { en: 'Note, not seen by the customer', ar: 'ملاحظة لا يراها العميل' },
} as const satisfies Section

/** How far a message is. */
export const statuses = {
  received: { en: 'Received', ar: 'واردة' },
  queued: { en: 'Waiting to be sent', ar: 'بانتظار الإرسال' },
  held: { en: 'Waits until the account works again', ar: 'تنتظر عودة الحساب للعمل' },
  sending: { en: 'Being sent', ar: 'جارٍ الإرسال' },
  unknown: { en: 'Not known whether it arrived', ar: 'لا يُعرف إن كانت قد وصلت' },
  sent: { en: 'Sent', ar: 'أُرسلت' },
  delivered: { en: 'Delivered', ar: 'سُلّمت' },
  read: { en: 'Read', ar: 'قُرئت' },
  failed: { en: 'Not sent', ar: 'لم تُرسل' },
  partially_failed: { en: 'Sent in part', ar: 'أُرسل جزء منها' },
  cancelled: { en: 'Taken back before it was sent', ar: 'أُلغيت قبل إرسالها' },
  expired: { en: 'Not sent in time', ar: 'لم تُرسل في الوقت المحدد' },
} as const satisfies Section

/** What can be done about a message that did not simply go. */
export const trouble = {
  details: { en: 'What the provider said', ar: 'رد مزوّد الخدمة' },
  help: { en: 'The provider’s page about this', ar: 'صفحة مزوّد الخدمة عن هذا' },
  parts: { en: '{failed} of {all} parts were not sent.', ar: 'لم يُرسل {failed} من أصل {all} أجزاء.' },
  arrived: { en: 'It arrived', ar: 'وصلت' },
  resend: { en: 'Send again', ar: 'إعادة الإرسال' },
  resendTitle: { en: 'Send this message again?', ar: 'هل تعيد إرسال هذه الرسالة؟' },
  resendWarning: {
    en: 'If the first one did arrive after all, the customer gets it twice.',
    ar: 'إن كانت الأولى قد وصلت فسيستلمها العميل مرتين.',
  },
  cancel: { en: 'Cancel sending', ar: 'إلغاء الإرسال' },
  again: { en: 'Write again', ar: 'الكتابة من جديد' },
  fallback: {
    en: 'Sent in place of what was written: {reason}',
    ar: 'أُرسلت بدلًا مما كُتب: {reason}',
  },
  fallbackOf: { en: 'What was written', ar: 'ما كُتب' },
  changed: { en: 'Changed for the channel', ar: 'عُدّلت لتناسب القناة' },
} as const satisfies Section

/** What a message is made of. */
export const bubble = {
  edited: { en: 'edited', ar: 'مُعدّلة' },
  editedAt: { en: 'Edited {time}', ar: 'عُدّلت {time}' },
  blank: { en: 'Nothing that can be seen', ar: 'لا شيء مرئيًا' },
  deletedIn: { en: 'Deleted by the customer', ar: 'حذفها العميل' },
  deletedOut: { en: 'Deleted', ar: 'محذوفة' },
  forwarded: { en: 'Forwarded', ar: 'مُعاد توجيهها' },
  forwardedMany: { en: 'Forwarded many times', ar: 'أُعيد توجيهها مرات كثيرة' },
  public: { en: 'Public post: everybody can read it', ar: 'منشور عام: يمكن للجميع قراءته' },
  reactions: { en: 'Reactions', ar: 'التفاعلات' },
  reactedBy: { en: '{emoji} by {who}', ar: '{emoji} من {who}' },
  reacted: { en: '{who} reacted with {emoji}', ar: 'تفاعل {who} بـ {emoji}' },
  unreacted: { en: '{who} took a reaction back', ar: 'سحب {who} تفاعلًا' },
  us: { en: 'the shop', ar: 'المتجر' },
  quote: { en: 'Answers: {text}', ar: 'رد على: {text}' },
  quoteMissing: { en: 'an earlier message', ar: 'رسالة سابقة' },
  quoteFile: { en: 'a file', ar: 'ملف' },
  openMap: { en: 'Open the map', ar: 'فتح الخريطة' },
  location: { en: 'Place', ar: 'موقع' },
  asksLocation: { en: 'asks for the place', ar: 'يطلب الموقع' },
  offered: { en: 'Choices offered', ar: 'الخيارات المعروضة' },
  cards: { en: 'Cards', ar: 'البطاقات' },
  picked: { en: 'Picked', ar: 'تم الاختيار' },
  template: { en: 'Template {name}', ar: 'القالب {name}' },
  order: { en: 'Order', ar: 'طلب' },
  quantity: { en: '{n} × {name}', ar: '{n} × {name}' },
  total: { en: 'Total', ar: 'المجموع' },
  form: { en: 'Form filled in', ar: 'نموذج مُعبّأ' },
  storyMention: { en: 'Mentioned you in a story', ar: 'أشار إليك في قصة' },
  storyReply: { en: 'Answered your story', ar: 'رد على قصتك' },
  openStory: { en: 'Open the story', ar: 'فتح القصة' },
  unsupported: { en: 'This message cannot be shown here', ar: 'لا يمكن عرض هذه الرسالة هنا' },
  referral: { en: 'Came from: {source}', ar: 'قدم من: {source}' },
  product: { en: 'Product {id}', ar: 'المنتج {id}' },
  openLink: { en: 'Open the link', ar: 'فتح الرابط' },
} as const satisfies Section

/** Files beside the words. */
export const files = {
  image: { en: 'Picture', ar: 'صورة' },
  audio: { en: 'Audio', ar: 'مقطع صوتي' },
  voice: { en: 'Voice message', ar: 'رسالة صوتية' },
  video: { en: 'Video', ar: 'فيديو' },
  document: { en: 'File', ar: 'ملف' },
  sticker: { en: 'Sticker', ar: 'ملصق' },
  open: { en: 'Show larger: {name}', ar: 'عرض أكبر: {name}' },
  download: { en: 'Download', ar: 'تنزيل' },
  pending: { en: 'Being fetched…', ar: 'جارٍ جلبه…' },
  expired: { en: 'The channel does not have this file any more.', ar: 'لم يعد هذا الملف متاحًا لدى القناة.' },
  failed: { en: 'The file could not be fetched.', ar: 'تعذّر جلب الملف.' },
  withheld: { en: 'The channel does not allow to keep this file.', ar: 'لا تسمح القناة بحفظ هذا الملف.' },
  elsewhere: { en: 'Kept elsewhere: open the link', ar: 'محفوظ في مكان آخر: افتح الرابط' },
} as const satisfies Section

/** What mails have beside. */
export const mail = {
  subject: { en: 'Subject', ar: 'الموضوع' },
  to: { en: 'To', ar: 'إلى' },
  cc: { en: 'Copy', ar: 'نسخة' },
  bcc: { en: 'Hidden copy', ar: 'نسخة مخفية' },
  replyTo: { en: 'Answers go to', ar: 'الرد إلى' },
  people: { en: 'Addresses', ar: 'العناوين' },
  quoted: { en: 'Quotes and signature', ar: 'الاقتباسات والتوقيع' },
  asSent: { en: 'Show as sent', ar: 'عرض كما أُرسلت' },
  asText: { en: 'Show as text', ar: 'عرض كنص' },
  frame: { en: 'The mail as it was sent', ar: 'الرسالة كما أُرسلت' },
  blocked: {
    en: 'Pictures from elsewhere are not loaded: their senders would learn that you read this.',
    ar: 'لا تُحمّل الصور من مواقع أخرى كي لا يعلم مرسلها أنك قرأت الرسالة.',
  },
  unproven: {
    en: 'The sender is not proven: someone else may have written this. Check before you pay or send anything.',
    ar: 'هوية المرسل غير مؤكدة: ربما كتبها شخص آخر. تحقق قبل الدفع أو إرسال أي شيء.',
  },
  spam: { en: 'The mail server takes this for spam.', ar: 'يعدّ خادم البريد هذه الرسالة مزعجة.' },
  virus: {
    en: 'The mail server found a virus: do not open the files.',
    ar: 'عثر خادم البريد على فيروس: لا تفتح الملفات.',
  },
  auto_reply: { en: 'Automatic answer', ar: 'رد تلقائي' },
  list: { en: 'From a mailing list', ar: 'من قائمة بريدية' },
  bulk: { en: 'Bulk mail', ar: 'بريد جماعي' },
  bounce: { en: 'A mail came back', ar: 'رسالة مرتدة' },
  report: { en: 'Delivery report', ar: 'تقرير تسليم' },
  other: { en: 'Sent by a program', ar: 'أرسلها برنامج' },
  whole: { en: 'The text was cut. Download all of it', ar: 'النص مقتطع. نزّله كاملًا' },
  original: { en: 'Download the mail as it came', ar: 'تنزيل الرسالة الأصلية' },
} as const satisfies Section
