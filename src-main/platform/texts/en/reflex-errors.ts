// English: errors of reflexes.
export const reflexErrors = {
  reason_reflex_missing: 'This reflex does not exist any more. Load the page anew.',
  reason_reflex_missing_action: 'Load anew',
  reason_reflex_changed: 'This reflex has changed meanwhile. Read it again, then decide.',
  reason_reflex_changed_action: 'Read it again',
  reason_too_many_reflexes: 'There are as many reflexes as Limpet keeps. Remove one that is not needed any more.',
  reason_too_many_reflexes_action: 'Remove one',
  reason_reflex_board: 'Limpet does not know what runs on this board. Choose it from the list.',
  reason_reflex_board_action: 'Choose from the list',
  reason_reflex_no_series: 'Nothing of this sensor is recorded. Let it measure for a while, then try again.',
  reason_reflex_no_series_action: 'Let it measure',
} as const;
