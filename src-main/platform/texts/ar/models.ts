// Arabic: models.
import type { models as english } from '../en/models.ts';
import type { Translation } from '../translation.ts';

export const models: Translation<typeof english> = {
  offline_name: 'أوامر بلا اتصال',
  offline_about:
    'هذا وضع عدم الاتصال: بلا نموذج، بل أوامر بسيطة بالإنجليزية، وللأجهزة بالعربية أيضًا. لتوصيل نموذج، افتح «الإعدادات > النماذج والمفاتيح».',
  offline_footer: '_أوامر بلا اتصال، بلا نموذج. وصّل نموذجًا في «الإعدادات > النماذج والمفاتيح»._',
  offline_unknown: 'لم أفهم هذا: لا يوجد نموذج في وضع عدم الاتصال، بل هذه الأوامر فقط.',
  offline_help: `| ماذا يفعل | قله هكذا |
|---|---|
| عرض الملفات | \`list the files here\` · \`ls src\` |
| قراءة ملف | \`show me notes.txt\` · \`lines 10-20 of src/app.ts\` |
| العثور على ملفات | \`find *.md\` · \`find files named report in docs\` |
| البحث داخل الملفات | \`search for tide in src\` |
| كتابة ملف | \`write hello to a.txt\`، أو \`write to a.txt:\` والنص في الأسطر التالية |
| تشغيل أمر | \`run npm test\` · \`$ ls -la\` |
| جلب صفحة | \`fetch https://example.org\` |
| الأجهزة | \`ما الأجهزة الموجودة\` · \`صل اللوحة\` |
| القياس | \`اقرأ درجة الحرارة\` · \`ارسم الساعة الأخيرة\` |
| التشغيل | \`شغّل المصباح\` · \`اضبط المروحة على 40%\` · \`أوقف كل شيء\` |
| البحث في محادثاتك | \`search my chats for tide\` |
| الوقت والتاريخ | \`what time is it\` |
| هذه القائمة | \`help\` |`,
  offline_no_device:
    'لا جهاز مسموحًا به بعد، أو لا جهاز موصول. افتح «الأجهزة»، وصِل لوحة أو شغّل لوحة افتراضية هناك، ثم اضغط «السماح».',
  offline_no_tool: 'هذا غير ممكن هنا: {tool} متوقفة.',
  offline_listed_here: 'في هذا المجلد:',
  offline_listed: 'في {path}:',
  offline_read: '{path}:',
  offline_found: 'الملفات المطابقة لـ {pattern}:',
  offline_searched: 'نتائج البحث عن {text}:',
  offline_ran: '{command}:',
  offline_fetched: 'من {url}:',
  offline_devices: 'الأجهزة التي يجوز لـ Limpet استعمالها:',
  offline_on: '{pin}: يعمل.',
  offline_off: '{pin}: متوقف.',
  offline_dimmed: '{pin}: {percent}%.',
  offline_all_stopped: 'كل المخارج في حالتها الآمنة. لن يُشغَّل شيء ولن يُطفأ حتى تحرر الإيقاف.',
  offline_failed: 'لم ينجح ذلك.',
  offline_done: 'تمّ. لا يوجد ما يُعرض.',
  offline_denied: 'رُفض هذا، فلم يُنفَّذ. اطلبه ثانية ليُطرح عليك السؤال مرة أخرى.',
  offline_stopped: 'أُوقف هذا قبل أن يتم. قله ثانية للمحاولة مرة أخرى.',
};
