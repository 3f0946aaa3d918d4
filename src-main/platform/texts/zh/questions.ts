// Simplified Chinese: questions to the person in the middle of an answer.
export const questions = {
  call: '询问你：{question}',
  limpet_asks: 'Limpet 询问你',
  server_asks: '服务器 {server} 询问你',
  server_text: '这来自该服务器，而不是 Limpet。你填写的内容会发给它。绝不要给它密码或密钥。',
  page: '它希望你打开这个页面：',
  open_page: '打开页面',
  answer: '你的回答',
  send: '发送',
  done: '已在那里完成',
  yes: '是',
  no: '否',
  decline: '拒绝',
  put_aside: '不回答，先放一边',
  ends_in: '还会等待 {time}',
} as const;
