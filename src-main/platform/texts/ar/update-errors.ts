// Arabic: what went wrong with an update, of the app or of its data.
import type { updateErrors as english } from '../en/update-errors.ts';
import type { Translation } from '../translation.ts';

export const updateErrors: Translation<typeof english> = {
  reason_rehearsal_failed:
    'تعذّر نقل بياناتك إلى هذا الإصدار ({problem})، كما بيّنت تجربة على نسخة منها. لم يتغير شيء: استخدم الإصدار السابق وأبلغ عن هذا.',
  reason_rehearsal_failed_action: 'استخدام الإصدار السابق',
  reason_upgrade_failed:
    'تعذّر نقل بياناتك إلى هذا الإصدار ({problem}). أُعيدت كما كانت: استخدم الإصدار السابق وأبلغ عن هذا.',
  reason_upgrade_failed_action: 'استخدام الإصدار السابق',
  reason_snapshot_gone: 'لم يعد من الممكن استعادة هذه النسخة. اختر غيرها.',
  reason_snapshot_gone_action: 'اختيار نسخة أخرى',
  reason_turns_running: 'ما زالت إجابات تُكتب في محادثات. انتظرها، أو دعها تُوقَف.',
  reason_turns_running_action: 'إيقافها',
  reason_update_unsigned: 'قائمة التحديثات ليست موقّعة من صانعي Limpet. لم يُثبَّت شيء؛ حاول لاحقًا.',
  reason_update_unsigned_action: 'حاول لاحقًا',
  reason_update_channel: 'قائمة التحديثات تخص قناة أخرى. لم يُثبَّت شيء؛ حاول لاحقًا.',
  reason_update_channel_action: 'حاول لاحقًا',
  reason_update_expired: 'انتهت صلاحية قائمة التحديثات. ابحث عن إصدار أحدث يدويًا.',
  reason_update_expired_action: 'البحث يدويًا',
  reason_update_older_list: 'قائمة التحديثات أقدم من قائمة سبقت رؤيتها. لم يُثبَّت شيء؛ حاول لاحقًا.',
  reason_update_older_list_action: 'حاول لاحقًا',
  reason_update_minimum: 'يحتاج الإصدار {version} إلى الإصدار {minimum} أولًا. ثبّت هذا الأخير يدويًا.',
  reason_update_minimum_action: 'تثبيت {minimum} يدويًا',
  reason_update_no_file: 'ليس للإصدار الجديد حزمة لهذا النظام. ثبّته يدويًا.',
  reason_update_no_file_action: 'التثبيت يدويًا',
  reason_update_missing: 'لا يوجد تحديث لتثبيته. ابحث عن تحديث أولًا.',
  reason_update_missing_action: 'البحث عن تحديثات',
  reason_update_working: 'يجري البحث عن تحديث أو تنزيله بالفعل. انتظر انتهاءه.',
  reason_update_working_action: 'انتظار',
  reason_update_address: 'لا تُجلب التحديثات إلا عبر https. يذكر هذا البناء عنوانًا آخر.',
  reason_update_address_action: 'استخدام بناء رسمي',
  reason_update_unreachable: 'لا يمكن الوصول إلى مصدر التحديثات. تحقق من الاتصال، أو حاول لاحقًا.',
  reason_update_unreachable_action: 'حاول مجددًا',
  reason_update_damaged: 'الملف الذي وصل ليس الملف المعلَن. لم يُثبَّت شيء؛ حاول مجددًا.',
  reason_update_damaged_action: 'حاول مجددًا',
};
