import type { Section } from './text.ts'

/** Why a message did not go: for each code of a failure, what happened and what can be done. */
export const failures = {
  credentials_invalid: {
    en: 'The channel no longer accepts this account’s access.',
    ar: 'لم تعد القناة تقبل صلاحية الدخول لهذا الحساب.',
  },
  credentials_invalid_todo: {
    en: 'Whoever runs the gateway renews the access; what waits then goes by itself.',
    ar: 'على من يدير البوابة تجديد الصلاحية، ثم تُرسل الرسائل المنتظرة تلقائيًا.',
  },
  billing_required: {
    en: 'The channel takes no more messages until an invoice is settled.',
    ar: 'لا تقبل القناة رسائل أخرى حتى تُسوّى الفاتورة.',
  },
  billing_required_todo: {
    en: 'Check the payment details at the provider, then write again.',
    ar: 'راجع بيانات الدفع لدى مزوّد الخدمة ثم أعد الإرسال.',
  },
  recipient_unreachable: {
    en: 'The customer cannot be reached here.',
    ar: 'لا يمكن الوصول إلى العميل على هذه القناة.',
  },
  recipient_unreachable_todo: {
    en: 'Check the number or address, or write on another channel.',
    ar: 'تحقق من الرقم أو العنوان، أو راسله على قناة أخرى.',
  },
  recipient_opted_out: {
    en: 'The customer does not want to be written to here.',
    ar: 'طلب العميل عدم مراسلته هنا.',
  },
  recipient_opted_out_todo: {
    en: 'Wait until they write, or ask them on another channel.',
    ar: 'انتظر حتى يراسلك، أو تواصل معه على قناة أخرى.',
  },
  window_closed: {
    en: 'The time in which free text is allowed had ended.',
    ar: 'انتهت المدة المسموح فيها بالنص الحر.',
  },
  window_closed_todo: {
    en: 'Send a template, or wait until the customer writes again.',
    ar: 'أرسل قالبًا، أو انتظر حتى يكتب العميل مجددًا.',
  },
  template_rejected: {
    en: 'The channel did not accept the template.',
    ar: 'لم تقبل القناة القالب.',
  },
  template_rejected_todo: {
    en: 'Check what was filled in, or choose another template.',
    ar: 'راجع القيم المُدخلة أو اختر قالبًا آخر.',
  },
  media_rejected: {
    en: 'The channel did not accept the file.',
    ar: 'لم تقبل القناة الملف.',
  },
  media_rejected_todo: {
    en: 'Send it in another format, or smaller.',
    ar: 'أرسله بصيغة أخرى أو بحجم أصغر.',
  },
  content_unsupported: {
    en: 'This channel cannot carry a message of this kind.',
    ar: 'لا تدعم هذه القناة رسالة من هذا النوع.',
  },
  content_unsupported_todo: { en: 'Say it in plain text.', ar: 'اكتبها كنص عادي.' },
  content_too_large: {
    en: 'The message is too long or its file is too large for this channel.',
    ar: 'الرسالة أطول أو الملف أكبر مما تسمح به القناة.',
  },
  content_too_large_todo: { en: 'Shorten it, or send it in parts.', ar: 'اختصرها أو أرسلها على أجزاء.' },
  policy_blocked: {
    en: 'The channel’s rules do not allow this message.',
    ar: 'قواعد القناة لا تسمح بهذه الرسالة.',
  },
  policy_blocked_todo: {
    en: 'Change what it says. The provider’s words below may tell more.',
    ar: 'عدّل محتواها. قد تجد تفاصيل في رد مزوّد الخدمة أدناه.',
  },
  provider_rejected: {
    en: 'The channel refused the message.',
    ar: 'رفضت القناة الرسالة.',
  },
  provider_rejected_todo: {
    en: 'See the provider’s words below, change the message and write again.',
    ar: 'راجع رد مزوّد الخدمة أدناه، ثم عدّل الرسالة وأعد الإرسال.',
  },
  expired: {
    en: 'The message could not be sent in time.',
    ar: 'تعذّر إرسال الرسالة في الوقت المحدد.',
  },
  expired_todo: { en: 'If it still matters, write again.', ar: 'إن كانت لا تزال مهمة فأعد كتابتها.' },
  rate_limited: {
    en: 'Too much was sent at once, and the channel asked to slow down.',
    ar: 'أُرسل الكثير دفعة واحدة فطلبت القناة التمهّل.',
  },
  rate_limited_todo: { en: 'Wait a few minutes, then write again.', ar: 'انتظر بضع دقائق ثم أعد الإرسال.' },
  provider_unavailable: {
    en: 'The channel could not be reached.',
    ar: 'تعذّر الوصول إلى القناة.',
  },
  provider_unavailable_todo: { en: 'Write again in a while.', ar: 'أعد الإرسال بعد قليل.' },
  outcome_unknown: {
    en: 'The message left, but no answer came back: nobody knows whether it arrived.',
    ar: 'غادرت الرسالة ولم يصل رد: لا يُعرف إن كانت قد وصلت.',
  },
  outcome_unknown_todo: {
    en: 'Look in the channel’s own app, or ask the customer, and say here what you found.',
    ar: 'تحقق في تطبيق القناة نفسها أو اسأل العميل، ثم سجّل هنا ما وجدته.',
  },
  /** A code that came later than this page. */
  other: { en: 'The message was not sent.', ar: 'لم تُرسل الرسالة.' },
  other_todo: { en: 'See the provider’s words below.', ar: 'راجع رد مزوّد الخدمة أدناه.' },
} as const satisfies Section
