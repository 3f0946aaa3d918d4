// Arabic: errors of reflexes.
import type { reflexErrors as english } from '../en/reflex-errors.ts';
import type { Translation } from '../translation.ts';

export const reflexErrors: Translation<typeof english> = {
  reason_reflex_missing: 'لم يعد رد الفعل هذا موجودًا. أعد تحميل الصفحة.',
  reason_reflex_missing_action: 'أعد التحميل',
  reason_reflex_changed: 'تغيّر رد الفعل هذا في الأثناء. اقرأه من جديد ثم قرّر.',
  reason_reflex_changed_action: 'اقرأه من جديد',
  reason_too_many_reflexes: 'بلغ عدد ردود الفعل الحد الأقصى. أزل واحدًا لم تعد بحاجة إليه.',
  reason_too_many_reflexes_action: 'أزل واحدًا',
  reason_reflex_board: 'لا يعرف Limpet ما يعمل على هذه اللوحة. اختره من القائمة.',
  reason_reflex_board_action: 'اختر من القائمة',
  reason_reflex_no_series: 'لا شيء مسجّل من هذا الحساس. دعه يقيس مدة ثم حاول من جديد.',
  reason_reflex_no_series_action: 'دعه يقيس',
};
