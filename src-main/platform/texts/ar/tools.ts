// Arabic: titles of tool calls, what a session grant covers, how commands run on this machine.

import type { tools as english } from '../en/tools.ts';
import type { Translation } from '../translation.ts';
import { sandboxTools } from './sandbox.ts';

export const tools: Translation<typeof english> = {
  ...sandboxTools,
  read_file: 'قراءة {path}',
  write_file: 'كتابة {path}',
  create_file: 'إنشاء {path}',
  edit_file: 'تغيير {path}',
  move_file: 'نقل {from} إلى {to}',
  delete_file: 'حذف {path}',
  delete_folder_zero: 'حذف {path} وهو فارغ',
  delete_folder_one: 'حذف {path} وما فيه من عنصر واحد',
  delete_folder_two: 'حذف {path} وما فيه من عنصرين',
  delete_folder_few: 'حذف {path} وما فيه من {count} عناصر',
  delete_folder_many: 'حذف {path} وما فيه من {count} عنصرًا',
  delete_folder_other: 'حذف {path} وما فيه من {count} عنصر',
  make_folder: 'إنشاء المجلد {path}',
  apply_patch_zero: 'لا تغيير في أي ملف',
  apply_patch_one: 'تغيير ملف واحد',
  apply_patch_two: 'تغيير ملفين معًا',
  apply_patch_few: 'تغيير {count} ملفات معًا',
  apply_patch_many: 'تغيير {count} ملفًا معًا',
  apply_patch_other: 'تغيير {count} ملف معًا',
  list_directory: 'عرض محتوى {path}',
  find_files: 'العثور على ملفات مثل {pattern}',
  search_text: 'البحث في الملفات عن «{text}»',
  run_command: 'تشغيل {command}',
  run_in_background: 'بدء {command} في الخلفية',
  command_output: 'قراءة ما أخرجه {process}',
  command_kill: 'إنهاء {process}',
  process_list: 'عرض ما يعمل في الخلفية',
  http_request: '{method} {url}',
  sensor_identify: 'معرفة المستشعرات الموجودة على {device}',
  sensor_read: 'قراءة {sensor} على {device}',
  i2c_scan: 'البحث عن أجهزة على ناقل I2C في {device}',
  i2c_transfer: 'التخاطب مع {address} على ناقل I2C في {device}',
  web_fetch: 'جلب {url}',
  search_chats: 'البحث في المحادثات عن «{text}»',
  current_time: 'النظر إلى الساعة',
  imported_call: 'استُخدمت {tool} قبل الاستيراد',

  grant_bus_read: 'القياس باستخدام {device}',
  grant_bus_write: 'إرسال البايتات نفسها مجددًا إلى {device}',
  grant_write: 'تغييرات الملفات في هذا المجلد',
  grant_delete: 'الحذف في هذا المجلد',
  grant_network: 'صفحات {origin}',
  grant_execute: 'هذا الأمر بعينه فقط',

  sandbox_probing: 'تُجرَّب البيئة المعزولة الآن. تنتظر الأوامر حتى تثبت صلاحيتها.',
  sandbox_on:
    'تعمل الأوامر في بيئة معزولة (bubblewrap). لا تكتب إلا في مساحة العمل، ولا ترى المجلد الشخصي ولا المفاتيح، ولا تصل إلى الشبكة إلا حيث سُمح بذلك.',
  sandbox_none_missing: 'لم يُعثر على بيئة معزولة، لذا يسأل كل أمر. تثبيت الحزمة «bubblewrap» يوفّر بيئة معزولة للأوامر.',
  sandbox_none_platform: 'لا توجد بيئة معزولة للأوامر على هذا النظام بعد، لذا يسأل كل أمر.',
  sandbox_none_blocked: 'أداة bubblewrap مثبّتة، لكن هذا النظام لا يسمح بتشغيلها، لذا يسأل كل أمر. يذكر السجل السبب.',
  sandbox_off:
    'لم تجتز البيئة المعزولة على هذا الجهاز فحص الأمان، لذا فالأوامر متوقفة. تعرض «الإعدادات > التشخيص» ما لم يُمنع.',
  sandbox_off_old: 'نسخة bubblewrap المثبّتة أقدم من أن تضبط الأوامر، لذا فهي متوقفة. الإصدار 0.8 أو أحدث يعيد تشغيلها.',
  view_image: 'النظر إلى {name}',
};
