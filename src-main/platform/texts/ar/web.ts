// Arabic: searching the web: its page of the settings, its settings, and what may go wrong.
import type { web as english, webErrors as englishErrors, webSettings as englishSettings } from '../en/web.ts';
import type { Translation } from '../translation.ts';

export const web: Translation<typeof english> = {
  tool_search: 'البحث في الويب عن «{query}»',
  grant_search: 'عمليات البحث بواسطة {engine}',

  text: 'ما يستخدمه Limpet للبحث عن المعلومات. لا يُرسَل شيء قبل أن يُطلب بحث أو صفحة.',
  search_title: 'البحث في الويب',
  search_text: 'من دون محرك بحث لا يستطيع النموذج البحث في الويب، ويقول ذلك صراحةً.',
  search_ready: 'جاهز',
  search_key_missing: 'المفتاح ناقص',
  search_address_missing: 'العنوان ناقص',
  search_locked: 'المفاتيح مقفلة',
  search_get_key: 'احصل على مفتاح من {engine}: {address}',
  search_get_program: 'كيفية تشغيل {engine}: {address}',
  search_key: 'المفتاح',
  search_key_stored: 'هناك مفتاح محفوظ. أدخل مفتاحًا آخر ليحل محله.',
  search_key_hint: 'يُحفظ في مخزن المفاتيح لهذا التثبيت ولا يُعرض مرة أخرى.',
  search_key_save: 'حفظ المفتاح',
  search_key_saving: 'جارٍ حفظ المفتاح…',
  search_key_remove: 'إزالة المفتاح',
  search_key_empty: 'أدخل المفتاح.',
  search_test: 'جرّب بحثًا',
  search_testing: 'جارٍ البحث…',
  search_test_ok: 'عدد النتائج {count} خلال {ms} مللي ثانية. الأولى: {first}',
  search_test_none: 'جاء الرد خلال {ms} مللي ثانية، لكن من دون نتائج.',
};

export const webSettings: Translation<typeof englishSettings> = {
  web_search_engine: 'محرك البحث',
  web_search_engine_help: 'المحرك الذي يجيب حين يبحث النموذج في الويب.',
  web_search_engine_option_off: 'لا شيء',
  web_search_engine_option_brave: 'Brave Search',
  web_search_engine_option_tavily: 'Tavily',
  web_search_engine_option_exa: 'Exa',
  web_search_engine_option_searxng: 'SearXNG',
  web_search_addresses_brave: 'عنوان Brave Search',
  web_search_addresses_brave_help: 'فارغ: عنوانه الأصلي. عنوان آخر إن كانت لديك بوابة خاصة بك.',
  web_search_addresses_tavily: 'عنوان Tavily',
  web_search_addresses_tavily_help: 'فارغ: عنوانه الأصلي. عنوان آخر إن كانت لديك بوابة خاصة بك.',
  web_search_addresses_exa: 'عنوان Exa',
  web_search_addresses_exa_help: 'فارغ: عنوانه الأصلي. عنوان آخر إن كانت لديك بوابة خاصة بك.',
  web_search_addresses_searxng: 'عنوان SearXNG',
  web_search_addresses_searxng_help:
    'عنوان خادمك، مثل ⁦http://127.0.0.1:8888⁩. يجوز أن يكون في شبكتك الخاصة؛ ويجب أن تذكر إعداداته json ضمن search.formats.',
};

export const webErrors: Translation<typeof englishErrors> = {
  reason_search_not_set_up: 'لم يُضبط البحث في الويب. اختر محرك بحث في الإعدادات > الويب.',
  reason_search_not_set_up_action: 'فتح الإعدادات',
  reason_search_key_refused: 'رفض {engine} المفتاح. أدخل مفتاحًا آخر في الإعدادات > الويب.',
  reason_search_key_refused_action: 'إدخال المفتاح',
  reason_search_limit: 'لا يقبل {engine} عمليات بحث أخرى الآن: استُنفد حدّه. حاول لاحقًا.',
  reason_search_limit_action: 'المحاولة مرة أخرى',
  reason_search_failed: 'تعذّر على {engine} الإجابة. حاول لاحقًا أو اختر محركًا آخر.',
  reason_search_failed_action: 'المحاولة مرة أخرى',
  reason_search_not_json:
    'لم يُجب {engine} بصيغة JSON. تحقق من العنوان؛ ويجب أن تذكر إعدادات SearXNG القيمة json ضمن search.formats.',
  reason_search_not_json_action: 'التحقق من العنوان',
  reason_service_redirects: 'يُحيل {host} إلى مكان آخر. أدخل العنوان الذي يُحيل إليه.',
  reason_service_redirects_action: 'التحقق من العنوان',
};
