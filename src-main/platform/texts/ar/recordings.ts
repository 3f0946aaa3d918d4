// Arabic: recordings of lines to devices.
import type { recordings as english } from '../en/recordings.ts';

export const recordings: Record<keyof typeof english, string> = {
  title: 'التسجيلات',
  text: 'ما مرّ عبر الخط إلى جهاز في الاتجاهين. عند تشغيله يظهر التسجيل بين الأجهزة ويقول الشيء نفسه مرة أخرى، بايتًا ببايت. وما أُرسل موجود فيه أيضًا، بما في ذلك كلمات المرور.',
  none: 'لا تسجيلات بعد. وصّل جهازًا واضغط «تسجيل» عند وحدة تحكّمه.',
  not_loaded: 'تعذّر سرد التسجيلات',
  start: 'تسجيل',
  stop: 'إيقاف التسجيل',
  runs: 'يسجّل، {size}',
  plays: 'بين الأجهزة',
  play: 'تشغيل',
  put_away: 'إبعاد',
  save: 'حفظ كملف',
  rename: 'إعادة تسمية',
  name: 'الاسم',
  remove: 'حذف',
  remove_title: 'حذف {name}؟',
  remove_text: 'يُحذف التسجيل نهائيًا.',
  open: 'فتح تسجيل',
  waits: 'هنا أُرسل هذا إلى الجهاز. يستمر التسجيل عندما يُرسل مرة أخرى:',
  send: 'إرسال هذا',
  of: 'التسجيل {name}',
  sure: 'تسجيل، وليس جهازًا',
};
