// Arabic: cli.
import type { cli as english } from '../en/cli.ts';
import type { Translation } from '../translation.ts';

export const cli: Translation<typeof english> = {
  help: `Limpet، مساعد ذكاء اصطناعي شخصي على جهازك.

  limpet chat -m "…"      اسأل مرة واحدة؛ ما يُمرَّر بالأنبوب يوضع تحت الرسالة
  limpet chat             تحدّث سطرًا سطرًا في الطرفية
  limpet gateway          قدّم التطبيق لمتصفحات هذا الجهاز
  limpet doctor           افحص التثبيت؛ --fix يصلح ما لا يحتاج إلى اختيار
  limpet usage            ما استهلكته النماذج مقابل السقوف، وما يُتوقَّع
  limpet permissions      القواعد وسبب كل منها ومتى احتُسبت؛ انظر أدناه try وadd وremove
  limpet backup           أنشئ نسخة احتياطية؛ --list يعرضها، --check FILE يفحص واحدة
  limpet restore FILE     ضع نسخة احتياطية مكان الموجود، الذي يصبح هو نفسه نسخة احتياطية
  limpet export           كل المحادثات في ملف؛ --session ID واحدة فقط، --format markdown أو json أو html، -o FILE
  limpet import FILE      محادثات ChatGPT أو Claude أو OpenClaw أو ClawdBot أو Octoclaw أو PicoClaw أو Limpet؛ --dry-run ينظر فقط
  limpet stop             كل مخارج كل الأجهزة إلى حالتها الآمنة، فورًا
  limpet mcp              أدوات Limpet للبرنامج الذي يشغّله، عبر الدخل والخرج (MCP)
  limpet link             رابط دخول لمرة واحدة إلى Limpet الذي يعمل الآن
  limpet --toggle         أظهر المحادثة السريعة في تطبيق سطح المكتب أو أخفها، لاختصار من سطح المكتب

chat
  -m, --message TEXT      الرسالة
  --model VENDOR/NAME     النموذج الذي يجيب، مثل anthropic/claude-sonnet-4-5
  --workspace DIR         مجلد العمل؛ وإلا فالمجلد الحالي
  --session ID            تابع في هذه الجلسة
  --allow LIST            ما يجوز فعله بلا سؤال: write, execute, network
  --json                  كائن JSON واحد بدل النص

permissions
  list                    كل قواعد هذا المجلد، ومنها ما لم يعد له أثر
  try "…"                 ما الذي سيُقرَّر بشأن أمر أو مسار أو عنوان، ولماذا
  add allow|ask|deny command|path|host|tool …
                          قاعدة جديدة لك؛ وما يسمح بشيء يُسأل عنه أولًا
  remove ID               أزل قاعدة
  --workspace DIR         كما تُرى من هذا المجلد؛ وإلا فالمجلد الحالي
  --everywhere            تسري القاعدة الجديدة في كل مجلد
  --access ACCESS         للمسار: read أو write أو delete عند التجربة، وany أو read أو write في القاعدة
  --network               جرّب الأمر مع الشبكة
  --as KIND               ما يُجرَّب هو command أو path أو host أو tool
  --why TEXT              سبب القاعدة، لك أنت
  -y, --yes               لا تسأل قبل السماح بشيء
  --json                  كائن JSON واحد بدل النص

usage
  --days NUMBER           كم يومًا إلى الوراء؛ وإلا فـ 30
  --json                  كائن JSON واحد بدل النص

gateway
  --host ADDRESS          وإلا فـ 127.0.0.1
  --port NUMBER           وإلا فـ 18789، أو منفذ متاح إن كان محجوزًا
  --NAME VALUE            أي إعداد، مثل --theme dark أو --limits-steps-per-turn 20؛
                          ويُقرأ كل إعداد أيضًا من LIMPET_NAME ومن config.json في مجلد البيانات

في كل مكان
  --data-dir DIR          مجلد البيانات؛ وإلا فـ LIMPET_DATA_DIR أو المكان المعتاد
  --version, --help

رموز الخروج: 0 تمّ، 1 فشل، 2 استخدام خاطئ، 3 بلا اتصال ولم يُفهم، 4 رُفض شيء،
5 يستخدم Limpet آخر مجلد البيانات ولا يجيب، 130 أُلغي.
يحتوي الإخراج القياسي على الإجابة وحدها؛ وكل ما عداها يذهب إلى إخراج الأخطاء.`,

  usage_option: '{word}. يعرض \u2066limpet --help\u2069 الخيارات.',
  usage_allow: 'يقبل \u2066--allow\u2069 القيم write وexecute وnetwork، لا «{word}».',
  usage_stranger: 'لا يملك هذا الأمر الخيار \u2066--{word}\u2069. يعرض \u2066limpet --help\u2069 الخيارات.',
  usage_extra: 'كلمة زائدة: «{word}». ضع الرسالة المكوّنة من عدة كلمات بين علامتي اقتباس بعد \u2066-m\u2069.',
  usage_format: 'يقبل \u2066--format\u2069 القيم markdown وjson وhtml، لا «{word}».',
  usage_subject: 'كلمة ناقصة: {word}',
  usage_command: 'لا يوجد أمر «{word}». يعرض \u2066limpet --help\u2069 الأوامر.',
  usage_no_message: 'لا توجد رسالة. أعطِ واحدة عبر \u2066-m\u2069، أو مرّرها بالأنبوب.',
  usage_days: 'يقبل \u2066--days\u2069 رقمًا من 1 إلى 92، لا «{word}».',
  usage_as: 'يقبل \u2066--as\u2069 القيم command وpath وhost وtool، لا «{word}».',
  usage_access: 'لا يقبل \u2066--access\u2069 القيمة «{word}». يعرض \u2066limpet --help\u2069 ما يقبله.',
  usage_permissions: 'يقبل \u2066limpet permissions\u2069 القيم list وtry وadd وremove، لا «{word}».',
  usage_model: 'يُكتب \u2066--model\u2069 على شكل \u2066vendor/name\u2069، لا «{word}».',
  usage_session: '«{word}» ليست جلسة.',
  usage_input_long: 'الإدخال أطول من {word} محرف. ضعه في ملف واذكر اسم الملف.',

  waiting_for_input: 'في انتظار نهاية الإدخال القياسي (\u2066Ctrl+D\u2069 ينهيه).',
  waiting_for_others: 'ما زال أمر آخر يستخدم هذا الـ Limpet؛ في انتظار انتهائه. \u2066Ctrl+C\u2069 ينهي كليهما.',
  workspace_instead: 'العمل في {folder}، لأن {refused} لا يصلح مساحة عمل.',
  talk_hello: 'العمل في {workspace}. السطر الفارغ لا يفعل شيئًا، و\u2066/exit\u2069 أو \u2066Ctrl+D\u2069 للإنهاء.',
  talk_commands: 'لا يوجد هنا أمر \u2066/{name}\u2069. الأوامر هي:',
  talk_model: 'يجيب {model}.',
  talk_no_model: `Limpet مساعد على جهازك: يقرأ الملفات ويغيّرها ويشغّل الأوامر، ويسأل قبل أن يتصرف.
لم يُوصَّل نموذج بعد، لذا تُفهم الأوامر البسيطة ولا يُسأل أي مزوّد. يعرضها «help».
لتوصيل نموذج، افعل واحدًا مما يلي:
  - عيّن مفتاحًا قبل بدء Limpet، مثل {variables}
  - شغّل Ollama أو LM Studio أو خادم نماذج آخر على هذا الجهاز
  - شغّل limpet gateway ثم افتح الرابط الذي يظهره: يختبر الإعداد المفتاح ويحفظه بأمان`,
  no_model:
    '[بلا نموذج] صُنعت هذه الإجابة بقواعد. لتوصيل نموذج، عيّن مفتاحًا مثل {variables}، أو شغّل Ollama، أو أجرِ الإعداد عبر \u2066limpet gateway\u2069.',

  permissions_widens: 'بعد ذلك يجوز للمساعد أن يفعل هذا بلا سؤال: {what}',
  permissions_without: 'ما لا يمنعه إلا هذه القاعدة: {rule}',
  permissions_say_yes: 'لا يمكن سؤال أحد هنا. أضف \u2066--yes\u2069 إن كان هذا ما تريد.',

  allowed: 'سمح به \u2066--allow\u2069: {what}',
  denied: 'مرفوض، إذ لم يمكن سؤال أحد: {what}. للسماح به أضف \u2066--allow {allow}\u2069',
  approval_in: 'في {folder}',
  approval_sandboxed: 'في البيئة المعزولة',
  approval_not_sandboxed: 'بلا بيئة معزولة',
  approval_network: 'مع الوصول إلى الشبكة',
  approval_hidden_characters: 'انتبه: يحتوي على محارف لا تظهر؛ تُكتب هنا على شكل \u2066\\u{…}\u2069.',
  approval_mixed_scripts: 'انتبه: تمزج كلمة حروفًا متشابهة من عدة أبجديات.',
  approval_session_of: 'سُئل في «{session}»',
  approval_session_means: 'معنى s: {what}',
  approval_question: 'هل تسمح؟ {choices} \u2066[n]\u2069',
  approval_choice_once: 'y = مرة واحدة',
  approval_choice_group: 'g = مرة واحدة لكل {count} المعروضة',
  approval_choice_session: 's = هذه الجلسة',
  approval_choice_always: 'a = دائمًا',
  approval_choice_deny: 'n = رفض، d = رفض وإيقاف',
  approval_always_means: 'معنى a: {what}',
  approval_why: 'سبب السؤال: {why}',
  approval_source: 'ربما بسبب ما قُرئ هنا: {source}',
  approval_outgoing: 'هذا ما سيخرج إلى {to}:',

  call_running: '… {what}',
  call_failed: 'فشل: {what}',
  call_denied: 'مرفوض: {what}',
  call_stopped: 'أُوقف: {what}',
  call_unknown: 'ربما نُفّذ: {what}',
  retry: 'فشلت المحاولة {attempt}: {reason}',
  may_have_run_zero: 'لم تُنفَّذ أي خطوة من غير أن يعرف Limpet كيف انتهت.',
  may_have_run_one: 'ربما نُفّذت خطوة واحدة من غير أن يعرف Limpet كيف انتهت. تحقق قبل تكرارها.',
  may_have_run_two: 'ربما نُفّذت خطوتان من غير أن يعرف Limpet كيف انتهتا. تحقق قبل تكرارهما.',
  may_have_run_few: 'ربما نُفّذت {count} خطوات من غير أن يعرف Limpet كيف انتهت. تحقق قبل تكرارها.',
  may_have_run_many: 'ربما نُفّذت {count} خطوةً من غير أن يعرف Limpet كيف انتهت. تحقق قبل تكرارها.',
  may_have_run_other: 'ربما نُفّذت {count} خطوة من غير أن يعرف Limpet كيف انتهت. تحقق قبل تكرارها.',
  stopping: 'جارٍ الإيقاف. مرة أخرى للتخلي فورًا.',
  stopped: 'تم الإيقاف. ما وُجد محفوظ.',
  interrupted: 'انقطعت الإجابة. اطلب المتابعة في الجلسة نفسها.',
  cancelled: 'أُلغي.',

  backup_made:
    'أُنشئت النسخة الاحتياطية: {name} ({megabytes, number} ميغابايت، المحادثات: {sessions, number}، الرسائل: {messages, number})',
  backup_sound: 'سليمة: {name}، أُنشئت {at} (المحادثات: {sessions, number}، الرسائل: {messages, number})',
  backup_line: '{name}  {at}  {megabytes, number} ميغابايت  المحادثات: {sessions, number}  الرسائل: {messages, number}',
  backup_none: 'لا توجد نسخة احتياطية في {folder} بعد. ينشئ \u2066limpet backup\u2069 واحدة.',
  backup_unreadable: 'تتعذر قراءة هذه النسخة الاحتياطية: {name}',
  backup_missing_zero: 'لا ينقص النسخة محتوى أي مرفق.',
  backup_missing_one: 'محتوى مرفق واحد كان مفقودًا أو متضررًا، فليس في النسخة الاحتياطية.',
  backup_missing_two: 'محتوى مرفقين كان مفقودًا أو متضررًا، فليس في النسخة الاحتياطية.',
  backup_missing_few: 'محتوى {count} مرفقات كان مفقودًا أو متضررًا، فليس في النسخة الاحتياطية.',
  backup_missing_many: 'محتوى {count} مرفقًا كان مفقودًا أو متضررًا، فليس في النسخة الاحتياطية.',
  backup_missing_other: 'محتوى {count} مرفق كان مفقودًا أو متضررًا، فليس في النسخة الاحتياطية.',
  restored: 'تمت الاستعادة: {name}، أُنشئت {at} (المحادثات: {sessions, number}، الرسائل: {messages, number})',
  restored_later: 'جاهزة: {name}، أُنشئت {at}. يجب أن ينتهي الأمر الذي يستخدم مجلد البيانات الآن؛ ويأخذها البدء القادم.',
  restored_before: 'ما كان موجودًا قبلها صار نسخة احتياطية: {name}',
  restored_keys: 'لا توجد المفاتيح في أي نسخة احتياطية. بقيت مفاتيح هذا الحاسوب كما كانت.',

  fix_hint: 'يصلح \u2066limpet doctor --fix\u2069 ما لا يحتاج إلى اختيار.',
  fix_no_help: 'جُرّب، لكن الحال لم يتغير: {fix}',
  fix_failed: 'لم يُصلَح ({fix}): {reason}',

  locked: 'ملف المفاتيح مقفل، لذا لا تجيب النماذج الموصولة. وضع عدم الاتصال يعمل.',
  passphrase: 'عبارة مرور ملف المفاتيح (فارغة: المتابعة من دونها):',
  passphrase_wrong: 'ليست هذه عبارة المرور.',

  system_failed: 'لم ينجح ذلك: {reason}. تحقق من المسار، أو اختر مجلد بيانات آخر عبر \u2066--data-dir\u2069.',
  second_copy: 'يستخدم Limpet آخر مجلد البيانات ولا يجيب. أنهِه، أو اختر مجلدًا آخر عبر \u2066--data-dir\u2069.',
  no_running: 'لا يعمل أي Limpet بمجلد البيانات هذا. ابدأ واحدًا بالأمر: {command}',
  toggle_no_app: 'لا يعمل تطبيق سطح المكتب بمجلد البيانات هذا. افتح Limpet ثم حاول مجددًا.',
  paused: 'أُوقف Limpet مؤقتًا، لذا تنتظر الرسالة. استأنفه من التطبيق أو من قائمته في علبة النظام.',
  no_page: 'الـ Limpet العامل هو تطبيق سطح المكتب، ولا يقدّم صفحة. انظر إلى نافذته.',
  corrupt_database:
    'قاعدة البيانات متضررة. أصلحها بالأمر {command} مع \u2066--repair restore\u2069 (أحدث نسخة سليمة) أو \u2066--repair salvage\u2069 (ما زال ممكن القراءة).',
  question_yes_no: '[y/n]',
  question_choice: 'رقم اختيارك (سطر فارغ: رفض):',
  question_choices: 'أرقام اختياراتك وبينها فواصل (سطر فارغ: رفض):',
  question_text: 'جوابك (سطر فارغ: رفض):',
  question_page: 'اضغط Enter عندما تنتهي هناك (Ctrl+D: رفض):',
  question_nobody: 'طُرح سؤال ولا أحد هناك ليجيب: {question}',
  approval_keys: 'يضع Limpet في الطريق المفتاح المحفوظ {keys} لأجل {host} وحده.',
  stop_done: 'تم الإيقاف. لن يُشغَّل شيء حتى تحرّره في النافذة.',
  stop_unsafe: 'لم يُؤمَّن: {device}. {reason}',
  stop_no_app: 'لا يعمل Limpet على مجلد البيانات هذا، فلا يمسك أي جهاز. افحص اللوحات نفسها.',
};
