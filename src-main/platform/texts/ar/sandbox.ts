// Arabic: what closes commands in, wherever the app names it.
import type * as english from '../en/sandbox.ts';

export const sandboxChat: Record<keyof typeof english.sandboxChat, string> = {
  'tier_sandbox-runtime': 'في بيئة معزولة',
  tier_docker: 'في حاوية',
};

export const sandboxSettings: Record<keyof typeof english.sandboxSettings, string> = {
  'tier_sandbox-runtime': 'في بيئة معزولة',
  tier_docker: 'في حاوية',
  'tier_sandbox-runtime_text':
    'يرى الأمر مجلد محادثته والقليل غيره. وحيث يُسمح بالشبكة فإنها تمر عبر وسيط Limpet الخاص.',
  tier_docker_text:
    'يعمل كل أمر في حاوية خاصة به لا ترى إلا مجلد محادثته. وحيث يُسمح بالشبكة فإنها تمر عبر وسيط Limpet الخاص.',
  sandbox_version: '{name}، الإصدار {version}',
  sandbox_by_bubblewrap: 'bubblewrap',
  'sandbox_by_sandbox-runtime': 'Sandbox Runtime',
  sandbox_by_docker: 'Docker',
  sandbox_limits_process:
    'لكل عملية من عمليات الأمر حد أقصى: {memory} من الذاكرة و{file} لكل ملف و{files} ملفًا مفتوحًا؛ و{processes} عملية لكل حساب. ولكل أمر حد زمني.',
  sandbox_limits_command:
    'لكل أمر حد أقصى إجمالي: {memory} من الذاكرة و{file} لكل ملف و{processes} عملية، لكل منها {files} ملفًا مفتوحًا. ولكل أمر حد زمني.',
};

export const sandboxTools: Record<keyof typeof english.sandboxTools, string> = {
  sandbox_on_runtime:
    'تعمل الأوامر في بيئة معزولة (Sandbox Runtime). لا تكتب إلا في مجلد العمل، ولا ترى المجلد الشخصي ولا المفاتيح، ولا تصل إلى الشبكة إلا حيث سُمح بذلك، عبر وسيط Limpet الخاص.',
  sandbox_on_docker:
    'يعمل كل أمر في حاوية Docker. لا يكتب إلا في مجلد العمل، ولا يرى غير ذلك من هذا الجهاز، ولا يصل إلى الشبكة إلا حيث سُمح بذلك، عبر وسيط Limpet الخاص.',
  sandbox_none_bubblewrap: 'اختير bubblewrap لكنه غير موجود هنا، لذا يسأل كل أمر. ثبّته أو اختر غيره في الإعدادات.',
  sandbox_none_sandbox_runtime:
    'اختير Sandbox Runtime لكن ينقصه ما يحتاج إليه، لذا يسأل كل أمر. يذكر السجل السبب؛ أو اختر غيره في الإعدادات.',
  sandbox_none_docker:
    'اختير Docker لكنه لا يعمل أو تنقصه الصورة، لذا يسأل كل أمر. شغّل Docker واجلب الصورة node:24-bookworm، أو اختر غيره في الإعدادات.',
};

export const sandboxSetting: Record<keyof typeof english.sandboxSetting, string> = {
  sandbox_backend: 'ما يعزل الأوامر',
  sandbox_backend_help: 'يأخذ الخيار التلقائي أول ما هو متاح. وعلى كل منها اجتياز الفحوص نفسها قبل أن يعمل أي أمر.',
  sandbox_backend_option_auto: 'تلقائي',
  sandbox_backend_option_bubblewrap: 'bubblewrap (Linux)',
  'sandbox_backend_option_sandbox-runtime': 'Sandbox Runtime (macOS وLinux)',
  sandbox_backend_option_docker: 'Docker',
};
