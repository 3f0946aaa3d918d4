// German: questions to the person in the middle of an answer.
export const questions = {
  call: 'Dich fragen: {question}',
  limpet_asks: 'Limpet fragt dich',
  server_asks: 'Der Server {server} fragt dich',
  server_text:
    'Das kommt vom Server, nicht von Limpet. Was du einträgst, geht an ihn. Gib ihm nie ein Passwort oder einen Schlüssel.',
  page: 'Er möchte, dass du diese Seite besuchst:',
  open_page: 'Seite öffnen',
  answer: 'Deine Antwort',
  send: 'Senden',
  done: 'Dort erledigt',
  yes: 'Ja',
  no: 'Nein',
  decline: 'Ablehnen',
  put_aside: 'Ohne Antwort weglegen',
  ends_in: 'wartet noch {time}',
} as const;
