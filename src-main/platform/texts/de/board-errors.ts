// Deutsch: virtuelle Boards, Aufzeichnungen von Leitungen und Teile von Limpet, die für sich laufen.
import type { boardErrors as english } from '../en/board-errors.ts';

export const boardErrors: Record<keyof typeof english, string> = {
  reason_service_start:
    'Ein Teil von Limpet, der in einem eigenen Prozess läuft, ließ sich nicht starten. Versuche es noch einmal; bleibt es dabei, installiere Limpet neu.',
  reason_service_start_action: 'Noch einmal versuchen',
  reason_firmware_damaged: 'Das Programm des virtuellen Boards ist beschädigt. Installiere Limpet neu.',
  reason_firmware_damaged_action: 'Limpet neu installieren',
  reason_board_not_started: 'Dieses virtuelle Board ist nicht gestartet.',
  reason_board_not_started_action: 'Starten',
  reason_recording_damaged:
    'Das ist keine Aufzeichnung einer Leitung, oder sie ist beschädigt (Zeile {line}). Wähle eine andere Datei.',
  reason_recording_damaged_action: 'Andere Datei wählen',
  reason_replay_differs:
    'Gesendet wurde etwas anderes, als in der Aufzeichnung steht. Sie entstand mit anderen Befehlen oder einer anderen Version.',
  reason_replay_differs_action: 'Neu aufzeichnen',
  reason_recording_not_saved:
    'Die Aufzeichnung konnte nicht gespeichert werden. Sieh nach, ob der Datenträger voll ist, oder wähle einen anderen Ort.',
  reason_recording_not_saved_action: 'Anderen Ort wählen',
  reason_recording_missing: 'Diese Aufzeichnung ist nicht mehr da.',
  reason_recording_missing_action: 'Andere Datei wählen',
  reason_too_many_recordings: 'Zu viele Aufzeichnungen sind offen.',
  reason_too_many_recordings_action: 'Eine weglegen',
  reason_recording_runs: 'Diese Leitung wird gerade aufgezeichnet. Beende zuerst die Aufzeichnung.',
  reason_recording_runs_action: 'Aufzeichnung beenden',
  reason_recordings_full: 'Höchstens {limit} Aufzeichnungen werden aufbewahrt. Lösche zuerst eine.',
  reason_recordings_full_action: 'Eine löschen',
};
