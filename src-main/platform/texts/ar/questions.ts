// Arabic: questions to the person in the middle of an answer.
export const questions = {
  call: 'سؤالك: {question}',
  limpet_asks: 'Limpet يسألك',
  server_asks: 'الخادم {server} يسألك',
  server_text: 'هذا من الخادم، لا من Limpet. ما تكتبه يذهب إليه. لا تعطه كلمة مرور أو مفتاحًا أبدًا.',
  page: 'يريد أن تزور هذه الصفحة:',
  open_page: 'فتح الصفحة',
  answer: 'جوابك',
  send: 'إرسال',
  done: 'تم هناك',
  yes: 'نعم',
  no: 'لا',
  decline: 'رفض',
  put_aside: 'تنحيته دون جواب',
  ends_in: 'ينتظر {time}',
} as const;
