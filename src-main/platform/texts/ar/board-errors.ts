// العربية: اللوحات الافتراضية وتسجيلات الخطوط وأجزاء Limpet التي تعمل وحدها.
import type { boardErrors as english } from '../en/board-errors.ts';
import type { Translation } from '../translation.ts';

export const boardErrors: Translation<typeof english> = {
  reason_service_start: 'تعذّر تشغيل جزء من Limpet يعمل في عملية مستقلة. حاول مرة أخرى، وإن تكرر ذلك فأعد تثبيت Limpet.',
  reason_service_start_action: 'المحاولة مرة أخرى',
  reason_firmware_damaged: 'برنامج اللوحة الافتراضية تالف. أعد تثبيت Limpet.',
  reason_firmware_damaged_action: 'إعادة تثبيت Limpet',
  reason_board_not_started: 'هذه اللوحة الافتراضية لم تُشغَّل.',
  reason_board_not_started_action: 'تشغيلها',
  reason_recording_damaged: 'هذا ليس تسجيلًا لخط، أو أنه تالف (السطر {line}). اختر ملفًا آخر.',
  reason_recording_damaged_action: 'اختيار ملف آخر',
  reason_replay_differs: 'ما أُرسل ليس ما في التسجيل. فقد أُنشئ بأوامر أخرى أو بإصدار آخر.',
  reason_replay_differs_action: 'التسجيل من جديد',
  reason_recording_not_saved: 'تعذّر حفظ التسجيل. تحقق من امتلاء القرص أو اختر مكانًا آخر.',
  reason_recording_not_saved_action: 'اختيار مكان آخر',
  reason_recording_missing: 'لم يعد هذا التسجيل موجودًا.',
  reason_recording_missing_action: 'اختيار ملف آخر',
  reason_too_many_recordings: 'عدد التسجيلات المفتوحة كبير جدًا.',
  reason_too_many_recordings_action: 'إغلاق أحدها',
  reason_recording_runs: 'يُسجَّل هذا الخط الآن. أوقف التسجيل أولًا.',
  reason_recording_runs_action: 'أوقف التسجيل',
  reason_recordings_full: 'يُحفظ {limit} تسجيل على الأكثر. احذف واحدًا أولًا.',
  reason_recordings_full_action: 'احذف واحدًا',
};
