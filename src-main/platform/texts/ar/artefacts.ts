// Arabic: artefacts.
import type { artefacts as english } from '../en/artefacts.ts';
import type { Translation } from '../translation.ts';

export const artefacts: Translation<typeof english> = {
  show_call: 'عرض {title}',
  tab: 'معاينة',
  which: 'أي معاينة',
  version: 'الإصدار',
  version_of: 'الإصدار {number}، {when}',
  show_source: 'إظهار المصدر',
  show_preview: 'إظهار المعاينة',
  copy: 'نسخ المصدر',
  save: 'حفظ كملف',
  not_read: 'تعذّرت قراءة هذه المعاينة.',
  not_drawn: 'تعذّر رسمها: {reason}',
  no_chart: 'هذا ليس مخططًا يمكن رسمه.',
  see_source: 'يُظهر المصدر ما قُدِّم.',
  rows_zero: 'لا صفوف',
  rows_one: 'صف واحد',
  rows_two: 'صفّان',
  rows_few: '{count} صفوف',
  rows_many: '{count} صفًا',
  rows_other: '{count} صف',
  numbers: 'أرقام {title}',
  chart_label: 'التسمية',
  chart_value: 'القيمة',
  chart_series: 'السلسلة',
};
