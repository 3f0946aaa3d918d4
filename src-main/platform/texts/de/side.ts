// German: side.
import type { side as english } from '../en/side.ts';

export const side: Record<keyof typeof english, string> = {
  panel: 'Neben dem Chat',
  open: 'Zeigen, was neben dem Chat steht',
  close: 'Seitenleiste schließen',
  toggle: 'Seitenleiste zeigen oder verbergen',
  resize: 'Breite der Seitenleiste',
  open_beside: 'Neben dem Chat zeigen: {what}',
  empty: 'Noch nichts zu zeigen',
  empty_text: 'Dateien, die Limpet in diesem Chat ändert, und Vorschauen, die es macht, stehen hier.',

  changes: 'Änderungen',
  no_changes: 'Nichts wurde geändert',
  no_changes_text: 'Was Limpet in diesem Chat ändert, steht hier und kann zurückgelegt werden.',
  files_changed_one: '{count} Datei geändert',
  files_changed_other: '{count} Dateien geändert',
  change_created: 'neu',
  change_changed: 'geändert',
  change_deleted: 'gelöscht',
  change_moved: 'verschoben',
  only_moved: 'Ihr Inhalt bleibt, wie er ist.',
  lines: '{added} Zeilen hinzugefügt, {removed} entfernt',
  shown_changes_one: 'Änderung an {count} Datei',
  shown_changes_other: 'Änderungen an {count} Dateien',
  reach_files_one: 'Ändert {count} Datei, ganz oder gar nicht: {added} Zeilen hinzugefügt, {removed} entfernt.',
  reach_files_other: 'Ändert {count} Dateien, alle oder keine: {added} Zeilen hinzugefügt, {removed} entfernt.',
};
