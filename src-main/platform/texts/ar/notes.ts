// Arabic: notes.
import type { notes as english } from '../en/notes.ts';
import type { Translation } from '../translation.ts';

export const notes: Translation<typeof english> = {
  limit_steps: 'توقفت الإجابة بعد {steps, number} من الخطوات، وهو حد الإجابة الواحدة. تابع، أو ارفع الحد في الإعدادات.',
  limit_tokens:
    'توقفت الإجابة بعد {tokens, number} من الرموز، وهو حد الإجابة الواحدة. تابع، أو ارفع الحد في الإعدادات.',
  limit_cost:
    'توقفت الإجابة عند {cost, money} من الدولارات الأمريكية، وهو حد تكلفة الإجابة الواحدة. تابع، أو ارفع الحد في الإعدادات.',
  limit_time: 'توقفت الإجابة عند الحد الزمني للإجابة الواحدة. تابع، أو ارفع الحد في الإعدادات.',
  same_call_failing: 'تم الإيقاف: فشل الاستدعاء نفسه للأداة {tool} مرة بعد مرة.',
  max_output: 'قُطعت الإجابة عند حد إخراج النموذج. تابع للحصول على البقية.',
  refused: 'امتنع النموذج عن الإجابة.',
  empty_answer: 'أرسل النموذج إجابة فارغة. حاول مجددًا، أو اختر نموذجًا آخر.',
  suspected_tool_text: 'كتب النموذج ما يشبه استدعاء أداة. لم يُنفَّذ شيء.',
  failover: 'لم يجب {from}. يجيب {to} بدلًا منه. السبب: {reason}',
  retried: 'المحاولات قبل هذه الإجابة: {attempts, number}. آخر سبب: {reason}',
  compacted_zero: 'لم تُلخَّص أي رسالة.',
  compacted_one: 'أُفسح المجال: لُخّصت رسالة سابقة واحدة. الأصل محفوظ.',
  compacted_two: 'أُفسح المجال: لُخّصت رسالتان سابقتان. الأصل محفوظ.',
  compacted_few: 'أُفسح المجال: لُخّصت {count, number} رسائل سابقة. الأصل محفوظ.',
  compacted_many: 'أُفسح المجال: لُخّصت {count, number} رسالةً سابقة. الأصل محفوظ.',
  compacted_other: 'أُفسح المجال: لُخّصت {count, number} رسالة سابقة. الأصل محفوظ.',
  compaction_failed: 'تعذّر تلخيص الرسائل السابقة. السبب: {reason}',
  trimmed: 'المحادثة أطول من سعة هذا النموذج: تُرك أقدم جزء منها خارج ما يراه. لم يُحذف شيء.',
  preparing_call: 'جارٍ تحضير {tool}',
  unknown_tool: 'طلب أداة غير موجودة: {tool}',
  bad_input: 'استدعى {tool} بمدخلات غير ملائمة',
  messageDamaged: 'تضررت هذه الرسالة على القرص ولا يمكن عرضها.',
};
