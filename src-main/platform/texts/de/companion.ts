// Deutsch: Platinen mit unserer Firmware neben dem Bildschirm und die Sperre durch einen langen Druck.
export const companion = {
  may_answer: 'Darf Fragen mit ihren Tasten beantworten',
  may_answer_hint:
    'Nur die eine Frage, die du auf einem Bildschirm siehst, nur einmal, und nie eine Änderung deiner Regeln oder ein Programm für eine Platine. Wer die Platine erreicht, kann sie drücken.',
  withdrawn_foreign:
    'Was auf dieser Platine läuft, wurde vielleicht geändert, darum beantworten ihre Tasten nichts mehr. Schalte es wieder ein, wenn du der Platine traust.',
  withdrawn_lied:
    'Diese Platine hat eine Antwort geschickt, die keine Taste gegeben haben kann, darum beantworten ihre Tasten nichts mehr. Sieh nach, was auf ihr läuft, bevor du es wieder einschaltest.',
  board_locked: 'Ihre eigene Taste hat diese Platine gesperrt: Sie schaltet nichts, bis sie zurückgesetzt wird.',
  off_switch: 'Halte eine der Tasten anderthalb Sekunden gedrückt, und alles hält an.',
  by_hand: 'Die Tasten an {boards} beantworten das auch: Erlauben oder Ablehnen.',
  locked: 'Gesperrt seit {time}. Nichts läuft, keine Nachricht wird angenommen, kein Gerät ist offen.',
  locked_board:
    'Gesperrt seit {time} durch die Taste an {board}. Nichts läuft, keine Nachricht wird angenommen, kein Gerät ist offen.',
  release: 'Freigeben',
  lock: 'Alles sperren',
  noted_alive: 'Gibt {device} ({key}) ein Lebenszeichen, zeigt ihr, was Limpet tut, und darf sie fragen',
  noted_may: 'Die Tasten an {device} dürfen Fragen beantworten',
  noted_may_not: 'Die Tasten an {device} dürfen nichts mehr beantworten',
  noted_approved: 'Mit der Taste an {device} erlaubt',
  noted_denied: 'Mit der Taste an {device} abgelehnt',
  noted_withdrawn_foreign: 'Die Tasten an {device} beantworten nichts mehr: Ihr Programm wurde vielleicht geändert',
  noted_withdrawn_lied: 'Die Tasten an {device} beantworten nichts mehr: Es kam eine Antwort, die keine Taste gab',
  noted_lock: 'Alles gesperrt',
  noted_lock_board: 'Alles mit der Taste an {board} gesperrt',
  noted_release: 'Nach der Sperre alles freigegeben',
};
