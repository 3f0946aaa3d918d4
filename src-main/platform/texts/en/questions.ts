// English: questions to the person in the middle of an answer.
export const questions = {
  call: 'Ask you: {question}',
  limpet_asks: 'Limpet asks you',
  server_asks: 'The server {server} asks you',
  server_text:
    'This comes from the server, not from Limpet. What you fill in goes to it. Never give it a password or a key.',
  page: 'It wants you to go to this page:',
  open_page: 'Open the page',
  answer: 'Your answer',
  send: 'Send',
  done: 'Done there',
  yes: 'Yes',
  no: 'No',
  decline: 'Decline',
  put_aside: 'Put it aside without an answer',
  ends_in: 'waits {time}',
} as const;
