// German: recordings of lines to devices.
import type { recordings as english } from '../en/recordings.ts';

export const recordings: Record<keyof typeof english, string> = {
  title: 'Aufzeichnungen',
  text: 'Was über die Leitung zu einem Gerät ging, in beide Richtungen. Abgespielt steht eine Aufzeichnung unter den Geräten und sagt dasselbe noch einmal, Byte für Byte. Auch was gesendet wurde, ist darin, Passwörter eingeschlossen.',
  none: 'Noch ist nichts aufgezeichnet. Verbinde ein Gerät und drücke an seiner Konsole „Aufzeichnen“.',
  not_loaded: 'Die Aufzeichnungen konnten nicht aufgelistet werden',
  start: 'Aufzeichnen',
  stop: 'Aufzeichnung beenden',
  runs: 'Zeichnet auf, {size}',
  plays: 'Unter den Geräten',
  play: 'Abspielen',
  put_away: 'Weglegen',
  save: 'Als Datei sichern',
  rename: 'Umbenennen',
  name: 'Name',
  remove: 'Löschen',
  remove_title: '{name} löschen?',
  remove_text: 'Die Aufzeichnung ist danach endgültig weg.',
  open: 'Aufzeichnung öffnen',
  waits: 'Hier wurde dies an das Gerät gesendet. Die Aufzeichnung geht weiter, wenn es wieder gesendet wird:',
  send: 'Dies senden',
  of: 'Aufzeichnung {name}',
  sure: 'Eine Aufzeichnung, kein Gerät',
};
