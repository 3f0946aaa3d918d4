// Arabic: why a call was not run: denied, changed meanwhile, or foreign text in the chat.
import type { guardErrors as english } from '../en/guard-errors.ts';
import type { Translation } from '../translation.ts';

export const guardErrors: Translation<typeof english> = {
  reason_taint_denied: 'قرأت هذه المحادثة نصًا غريبًا، ولا يوجد هنا صندوق رمل يحصر الأوامر. تابع في محادثة نظيفة.',
  reason_taint_denied_action: 'المتابعة في محادثة نظيفة',
  reason_taint_unasked: 'كان هذا سيرسل شيئًا من محادثة قرأت نصًا غريبًا وأشياء خاصة، ولم يكن أحد موجودًا ليُسأل.',
  reason_taint_unasked_action: 'اسأل في نافذة',
  reason_proposal_decided: 'تقرر أمر هذا المقترح بالفعل.',
  reason_proposal_decided_action: 'إعادة التحميل',
  reason_proposal_missing: 'لم يعد هذا المقترح موجودًا.',
  reason_proposal_missing_action: 'إعادة التحميل',
  reason_approval_missing: 'لم يعد هذا السؤال موجودًا. أعد تحميل المحادثة.',
  reason_approval_missing_action: 'إعادة التحميل',
  reason_denied_by_person: 'رفضت هذا، فلم يُنفَّذ. لتنفيذه رغم ذلك، قله ثانية وأجب «مرة واحدة».',
  reason_denied_by_person_action: 'السؤال مجددًا',
  reason_denied_by_time: 'لم يجب أحد في الوقت المناسب، فلم يُنفَّذ هذا. قله ثانية وأجب عن السؤال.',
  reason_denied_by_time_action: 'السؤال مجددًا',
  reason_denied_unasked:
    'لم يُنفَّذ: لم يمكن سؤال أحد هل يجوز تشغيل {tool}. قله في التطبيق، أو اسمح به عبر \u2066--allow {allow}\u2069.',
  reason_denied_unasked_action: 'السؤال مجددًا',
  reason_approval_asked: 'طُرح هذا السؤال بالفعل. أجب عن السؤال المفتوح.',
  reason_approval_asked_action: 'إظهار السؤال',
  reason_approval_decided: 'أُجيب عن هذا السؤال بالفعل.',
  reason_approval_decided_action: 'إعادة التحميل',
  reason_approval_expired: 'انتهت صلاحية هذا السؤال. اطلب من Limpet المحاولة مجددًا.',
  reason_approval_expired_action: 'السؤال مجددًا',
  reason_approval_changed: 'تغيّر هذا السؤال. انظر إليه ثانية.',
  reason_approval_changed_action: 'النظر ثانية',
  reason_no_session_grant: 'لا يمكن السماح بهذا الاستدعاء إلا مرة واحدة. أجب «مرة واحدة» أو «رفض».',
  reason_no_session_grant_action: 'الإجابة عن السؤال',
  reason_changed_meanwhile: 'تغيّر الملف في الأثناء. اقرأه ثانية ثم أجرِ التغيير من جديد.',
  reason_changed_meanwhile_action: 'حاول مجددًا',
  reason_not_planned: 'أرادت أداة أن تفعل أكثر مما ذكرته بطاقتها. رُفض ذلك؛ حاول مجددًا.',
  reason_not_planned_action: 'حاول مجددًا',
  reason_sandbox_off: 'الأوامر متوقفة: لم تصمد البيئة المعزولة على هذا الجهاز في اختباراتها. انظر الإعدادات.',
  reason_sandbox_off_action: 'فتح الإعدادات',
};
