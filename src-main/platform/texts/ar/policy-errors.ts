// Arabic: why something was refused, and what is wrong with a rule.
import type { policyErrors as english } from '../en/policy-errors.ts';
import type { Translation } from '../translation.ts';

export const policyErrors: Translation<typeof english> = {
  reason_mode_look: 'هذه المحادثة تقرأ فقط (وضع الاطّلاع)، فلم يُنفَّذ هذا.',
  reason_mode_look_action: 'اختر وضعًا آخر',
  reason_denied_by_rule: 'قاعدة تمنع هذا: {target}',
  reason_denied_by_rule_action: 'عرض القواعد',
  reason_bad_rule: 'هذه القاعدة غير مقروءة أو تسمح بالكثير. صحّحها.',
  reason_bad_rule_action: 'تصحيح القاعدة',
  reason_same_rule: 'هذه القاعدة موجودة بالفعل.',
  reason_same_rule_action: 'عرض القواعد',
  reason_rule_not_yours: 'هذه القاعدة مدمجة أو مكتوبة في ملف بالمجلد، فلا تُغيَّر هنا.',
  reason_rule_not_yours_action: 'عرض القواعد',
  reason_task_in_the_past: 'ستنتهي هذه المهمة قبل أن تبدأ. اختر نهاية أبعد.',
  reason_task_in_the_past_action: 'اختيار نهاية أبعد',
  reason_mixed_group: 'هذه الأسئلة مختلفة، فلا يكفيها جواب واحد.',
  reason_mixed_group_action: 'أجب عنها واحدًا واحدًا',
  reason_no_always: 'لا يمكن السماح بهذا دائمًا. أجب بـ«مرة واحدة» أو «رفض».',
  reason_no_always_action: 'أجب عن السؤال',
};
