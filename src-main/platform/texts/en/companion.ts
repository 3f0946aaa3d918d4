// English: boards with our firmware beside the screen, and the lock of a long press.
export const companion = {
  may_answer: 'May answer questions with its buttons',
  may_answer_hint:
    'Only the one question that you see on a screen, only once, and never a change of your rules or a program for a board. Anyone who can reach the board can press them.',
  withdrawn_foreign:
    'What runs on this board may have been changed, so its buttons answer nothing any more. Switch it on again if you trust the board.',
  withdrawn_lied:
    'This board sent an answer that no button can have given, so its buttons answer nothing any more. Look at what runs on it before you switch it on again.',
  board_locked: 'Its own button has locked this board: it switches nothing until it is reset.',
  off_switch: 'Hold either button for a second and a half and everything stops.',
  by_hand: 'The buttons on {boards} answer this, too: approve or deny.',
  locked: 'Locked down since {time}. Nothing runs, no message is taken and no device is open.',
  locked_board:
    'Locked down since {time} by the button on {board}. Nothing runs, no message is taken and no device is open.',
  release: 'Let go',
  lock: 'Lock everything down',
  noted_alive: 'Gives {device} ({key}) a sign of life, shows it what Limpet does, and may ask it',
  noted_may: 'Let the buttons on {device} answer questions',
  noted_may_not: 'Let the buttons on {device} answer nothing any more',
  noted_approved: 'Allowed with the button on {device}',
  noted_denied: 'Denied with the button on {device}',
  noted_withdrawn_foreign: 'The buttons on {device} answer nothing any more: its program may have been changed',
  noted_withdrawn_lied: 'The buttons on {device} answer nothing any more: it sent an answer that no button gave',
  noted_lock: 'Locked everything down',
  noted_lock_board: 'Locked everything down with the button on {board}',
  noted_release: 'Let everything go on after the lock',
};
