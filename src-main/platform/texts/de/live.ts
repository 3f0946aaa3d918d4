// German: what devices measure and do right now.
import type { live as english } from '../en/live.ts';

export const live: Record<keyof typeof english, string> = {
  pins: 'Pins',
  outputs: 'Ausgänge',
  outputs_text: 'Was jeder Ausgang tut, von außen gesehen.',
  pin: 'Pin {pin}',
  on: 'an',
  off: 'aus',
  part_heater: 'Heizung',
  part_fan: 'Lüfter',
  part_lamp: 'Lampe',
  part_state: 'Zustandslampe',
  buttons: 'Knöpfe des Boards',
  buttons_text:
    'So wie ein Finger auf dem Board sie drücken würde. Zwei Sekunden gehalten, verriegelt es jeder von beiden.',
  press_approve: '„Erlauben“ drücken',
  press_deny: '„Ablehnen“ drücken',
  hold: 'Zwei Sekunden halten',
  inputs: 'Analoge Eingänge',
  inputs_text:
    'Dreh an einem Knopf, um eine Spannung an einen Eingang zu legen. Bis dahin kommen Temperatur und Licht aus einem Raum, den Heizung, Lüfter und Lampe verändern.',
  input_temperature: 'A0, Temperaturfühler',
  input_light: 'A1, Lichtfühler',
  input_free: 'A{channel}',
  as_room: 'aus dem Raum',
  let_go: 'Dem Raum überlassen',
};
