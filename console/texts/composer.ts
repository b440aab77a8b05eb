import type { Section } from './text.ts'

/** Where an answer is written. */
export const composer = {
  title: { en: 'Your answer', ar: 'ردّك' },
  kind: { en: 'Who is it for?', ar: 'لمن هذا؟' },
  reply: { en: 'Reply', ar: 'ردّ' },
  note: { en: 'Note', ar: 'ملاحظة' },
  replyTo: { en: 'Reply by {channel}', ar: 'الرد عبر {channel}' },
  noteFor: { en: 'Note for the people of the shop', ar: 'ملاحظة لفريق المتجر' },
  replyHint: { en: 'Write an answer…', ar: 'اكتب ردًا…' },
  noteHint: { en: 'Only the people of the shop see this…', ar: 'لا يراها إلا فريق المتجر…' },
  send: { en: 'Send', ar: 'إرسال' },
  keepNote: { en: 'Keep note', ar: 'حفظ الملاحظة' },
  sent: { en: 'Sent.', ar: 'تم الإرسال.' },
  noteKept: { en: 'The note is kept.', ar: 'حُفظت الملاحظة.' },
  options: { en: 'Writing options', ar: 'خيارات الكتابة' },
  enterSends: { en: 'Enter sends', ar: 'الإرسال بمفتاح Enter' },
  enterExplains: {
    en: 'Ctrl+Enter always does. Shift+Enter begins a new line.',
    ar: 'مفتاحا Ctrl+Enter يرسلان دائمًا، وShift+Enter يبدأ سطرًا جديدًا.',
  },

  segments: {
    en: { one: '{n} SMS', other: '{n} SMS' },
    ar: {
      zero: '{n} رسالة نصية',
      one: 'رسالة نصية واحدة',
      two: 'رسالتان نصيتان',
      few: '{n} رسائل نصية',
      many: '{n} رسالة نصية',
      other: '{n} رسالة نصية',
    },
  },
  left: {
    en: { one: '{n} character left', other: '{n} characters left' },
    ar: {
      zero: 'لم يبقَ أي حرف',
      one: 'بقي حرف واحد',
      two: 'بقي حرفان',
      few: 'بقيت {n} أحرف',
      many: 'بقي {n} حرفًا',
      other: 'بقي {n} حرف',
    },
  },
  over: {
    en: { one: '{n} character more than fits one message', other: '{n} characters more than fit one message' },
    ar: {
      zero: 'لا زيادة عن حجم الرسالة',
      one: 'حرف واحد زائد عن حجم الرسالة',
      two: 'حرفان زائدان عن حجم الرسالة',
      few: '{n} أحرف زائدة عن حجم الرسالة',
      many: '{n} حرفًا زائدًا عن حجم الرسالة',
      other: '{n} حرف زائد عن حجم الرسالة',
    },
  },
  unicode: {
    en: 'Special characters: fewer letters fit one SMS',
    ar: 'أحرف خاصة: تتسع الرسالة النصية لعدد أقل من الأحرف',
  },
  parts: {
    en: { one: 'Goes as {n} message.', other: 'Goes as {n} messages.' },
    ar: {
      zero: 'لا يُرسل شيء.',
      one: 'يُرسل في رسالة واحدة.',
      two: 'يُرسل في رسالتين.',
      few: 'يُرسل في {n} رسائل.',
      many: 'يُرسل في {n} رسالة.',
      other: 'يُرسل في {n} رسالة.',
    },
  },

  openUntil: { en: 'Free text until {time} ({left} left)', ar: 'يمكن الكتابة بحرية حتى {time} (بقي {left})' },
  closedSince: {
    en: 'Free text has not been possible since {time}: {channel} allows it only for a while after the customer wrote. Send a template; once the customer answers, you can write freely.',
    ar: 'الكتابة الحرة غير ممكنة منذ {time}: يسمح بها {channel} لفترة محدودة بعد رسالة العميل. أرسل قالبًا، وبعد رد العميل يمكنك الكتابة بحرية.',
  },
  closedNever: {
    en: 'The customer has not written yet: {channel} allows only a template until they do.',
    ar: 'لم يكتب العميل بعد: لا يسمح {channel} إلا بقالب حتى يكتب.',
  },
  closedNoTemplate: {
    en: 'Free text has not been possible since {time}: {channel} allows it only for a while after the customer wrote. Wait until the customer writes again.',
    ar: 'الكتابة الحرة غير ممكنة منذ {time}: يسمح بها {channel} لفترة محدودة بعد رسالة العميل. انتظر حتى يكتب العميل مجددًا.',
  },
  answersHere: { en: '{name} answers here.', ar: 'يتولى {name} الرد هنا.' },
  aBot: { en: 'A bot', ar: 'روبوت' },
  takeOver: { en: 'Take over', ar: 'تولَّ الرد' },

  answering: { en: 'You answer {name}', ar: 'تردّ على {name}' },
  theShop: { en: 'the shop', ar: 'المتجر' },
  theCustomer: { en: 'the customer', ar: 'العميل' },
  noWords: { en: 'A message without words', ar: 'رسالة بلا نص' },
  unquote: { en: 'Do not quote', ar: 'إلغاء الاقتباس' },

  subject: { en: 'Subject', ar: 'الموضوع' },
  subjectHint: { en: 'As in the conversation', ar: 'كما في المحادثة' },
  copies: { en: 'Copies (Cc, Bcc)', ar: 'نسخ (Cc وBcc)' },
  cc: { en: 'Copy to (Cc)', ar: 'نسخة إلى (Cc)' },
  bcc: { en: 'Hidden copy to (Bcc)', ar: 'نسخة مخفية إلى (Bcc)' },
  addressHint: { en: 'Addresses, with commas between them', ar: 'عناوين تفصل بينها فواصل' },

  emoji: { en: 'Emoji', ar: 'رموز تعبيرية' },
  choices: { en: 'Offer choices', ar: 'عرض خيارات' },
  choicesTitle: { en: 'Choices for the customer', ar: 'خيارات للعميل' },
  choice: { en: 'Choice {n}', ar: 'الخيار {n}' },
  addChoice: { en: 'Add a choice', ar: 'إضافة خيار' },
  noChoices: { en: 'Remove choices', ar: 'إزالة الخيارات' },
  choicesNeedText: { en: 'Write the question above the choices too.', ar: 'اكتب السؤال أيضًا مع الخيارات.' },
} as const satisfies Section

/** What was sent from here and has not arrived at the gateway. */
export const outbox = {
  title: { en: 'Not sent yet', ar: 'لم تُرسل بعد' },
  sending: { en: 'Sending…', ar: 'جارٍ الإرسال…' },
  waiting: {
    en: 'Not sent yet: it is tried again by itself, and arrives once.',
    ar: 'لم تُرسل بعد: ستُعاد المحاولة تلقائيًا، وتصل مرة واحدة.',
  },
  behind: { en: 'Waits for the one before it.', ar: 'تنتظر الرسالة التي قبلها.' },
  stale: {
    en: 'Written at {time}, and not sent since. Is it still right?',
    ar: 'كُتبت في {time} ولم تُرسل منذ ذلك الحين. هل ما زالت صحيحة؟',
  },
  refused: { en: 'Not sent: {reason}', ar: 'لم تُرسل: {reason}' },
  sendNow: { en: 'Send now', ar: 'أرسل الآن' },
  edit: { en: 'Edit', ar: 'تعديل' },
  discard: { en: 'Discard', ar: 'تجاهل' },
  template: { en: 'Template {name}', ar: 'القالب {name}' },
  files: {
    en: { one: '{n} file', other: '{n} files' },
    ar: { zero: 'لا ملفات', one: 'ملف واحد', two: 'ملفان', few: '{n} ملفات', many: '{n} ملفًا', other: '{n} ملف' },
  },
} as const satisfies Section

/** Why something is not sent, by the type of the problem. */
export const refusals = {
  window_closed: {
    en: 'The time for free text is over. Send a template instead.',
    ar: 'انتهى وقت الكتابة الحرة. أرسل قالبًا بدلًا من ذلك.',
  },
  content_unsupported: { en: 'The channel cannot carry this.', ar: 'لا تستطيع القناة نقل هذا المحتوى.' },
  content_too_large: {
    en: 'It does not fit the channel, even in parts. Make it shorter or smaller.',
    ar: 'لا تتسع له القناة حتى على أجزاء. اختصره أو صغّره.',
  },
  media_rejected: {
    en: 'The channel does not take this file. Send it as another type, such as PDF or JPEG.',
    ar: 'لا تقبل القناة هذا الملف. أرسله بنوع آخر مثل PDF أو JPEG.',
  },
  template_invalid: {
    en: 'The template cannot be sent like this. Look at what is filled in, or choose another.',
    ar: 'لا يمكن إرسال القالب بهذا الشكل. راجع ما ملأته أو اختر قالبًا آخر.',
  },
  recipient_opted_out: {
    en: 'The customer does not want messages from this sender any more.',
    ar: 'لم يعد العميل يرغب في رسائل من هذا المرسل.',
  },
  automated_sender: {
    en: 'A program sent that mail; nobody reads answers to it.',
    ar: 'أرسل برنامجٌ ذلك البريد، ولا أحد يقرأ الردود.',
  },
  not_in_control: {
    en: 'Somebody else answers this conversation. Take over first.',
    ar: 'يتولى غيرك الرد في هذه المحادثة. تولَّ الرد أولًا.',
  },
  file_not_ready: { en: 'A file has not been uploaded completely.', ar: 'لم يكتمل رفع أحد الملفات.' },
  forbidden: { en: 'You may read here, and not write.', ar: 'يمكنك القراءة هنا دون الكتابة.' },
  not_found: { en: 'This conversation is not here any more.', ar: 'لم تعد هذه المحادثة موجودة.' },
  other: { en: 'The gateway does not take it as it is.', ar: 'لا تقبله البوابة كما هو.' },
} as const satisfies Section

export const files = {
  attach: { en: 'Attach files', ar: 'إرفاق ملفات' },
  title: { en: 'Attached files', ar: 'الملفات المرفقة' },
  drop: { en: 'Drop files here', ar: 'أفلت الملفات هنا' },
  remove: { en: 'Remove {name}', ar: 'إزالة {name}' },
  retry: { en: 'Upload again', ar: 'إعادة الرفع' },
  progress: { en: '{name} is being uploaded', ar: 'جارٍ رفع {name}' },
  ready: { en: '{name} is uploaded.', ar: 'تم رفع {name}.' },
  failed: { en: 'The upload failed.', ar: 'تعذّر الرفع.' },
  tooMany: { en: 'At most {max} files go with one message.', ar: '{max} ملفات على الأكثر في الرسالة الواحدة.' },
  type: {
    en: '{channel} does not take files of this type ({type}).',
    ar: 'لا يقبل {channel} هذا النوع من الملفات ({type}).',
  },
  size: { en: 'Too large: at most {max}.', ar: 'أكبر من المسموح: {max} على الأكثر.' },
  empty: { en: 'The file is empty.', ar: 'الملف فارغ.' },
  none: { en: 'This channel takes no files.', ar: 'لا تقبل هذه القناة ملفات.' },
} as const satisfies Section

export const templates = {
  open: { en: 'Templates', ar: 'القوالب' },
  choose: { en: 'Choose a template', ar: 'اختر قالبًا' },
  search: { en: 'Search templates', ar: 'البحث في القوالب' },
  none: { en: 'There is no approved template for this account.', ar: 'لا يوجد قالب معتمد لهذا الحساب.' },
  noneFound: { en: 'No template has these words.', ar: 'لا يوجد قالب بهذه الكلمات.' },
  other: { en: 'Choose another', ar: 'اختر غيره' },
  preview: { en: 'What the customer sees', ar: 'ما يراه العميل' },
  header: { en: 'Heading', ar: 'العنوان' },
  body: { en: 'Text', ar: 'النص' },
  button: { en: 'Button {n}', ar: 'الزر {n}' },
  variable: { en: '{where}: {name}', ar: '{where}: {name}' },
  image: { en: 'Link of the picture', ar: 'رابط الصورة' },
  video: { en: 'Link of the video', ar: 'رابط الفيديو' },
  document: { en: 'Link of the document', ar: 'رابط المستند' },
  location: { en: 'Place', ar: 'الموقع' },
  example: { en: 'For example: {example}', ar: 'مثال: {example}' },
  send: { en: 'Send template', ar: 'إرسال القالب' },
  found: {
    en: { one: '{n} template', other: '{n} templates' },
    ar: { zero: 'لا قوالب', one: 'قالب واحد', two: 'قالبان', few: '{n} قوالب', many: '{n} قالبًا', other: '{n} قالب' },
  },
} as const satisfies Section
