// German: updates of the app, and the restore timeline.
import type { updates as english } from '../en/updates.ts';

export const updates: Record<keyof typeof english, string> = {
  text: 'Neuere Versionen, und Kopien der Daten, zu denen ein Weg zurückführt.',
  app: 'Version {version}',
  app_text: 'Beim Nachsehen geht eine einfache Anfrage hinaus, ohne etwas über Person oder Rechner.',
  off_host:
    'Dieses Limpet wurde mit npm installiert oder läuft als Gateway. Neuere Versionen bringt das Programm, das es installiert hat.',
  off_no_key:
    'Aktualisierungen sind aus: Dieser Build hat keinen Schlüssel dafür und könnte eine echte nicht von einer gefälschten unterscheiden.',
  off_not_installed: 'Aktualisierungen sind aus: Diese Kopie stammt nicht aus einem veröffentlichten Paket.',
  never_checked: 'Noch nicht nachgesehen.',
  checked: 'Nachgesehen: {ago}.',
  same: 'Version {version} ist die neueste.',
  older: 'Die neueste dieses Kanals ist {version} und damit älter als diese. Nichts wird installiert.',
  later: 'Version {version} ist da und kommt in den nächsten Tagen auf diesen Rechner.',
  check: 'Nach Aktualisierungen sehen',
  checking: 'Es wird nachgesehen',
  available: 'Version {version} ist da',
  facts: '{date} · {size}',
  notes: 'Was neu ist',
  download: 'Herunterladen',
  downloading: 'Version {version} wird geladen: {done} von {size}',
  progress: 'Herunterladen von Version {version}',
  cancel: 'Abbrechen',
  ready: 'Version {version} ist bereit',
  ready_text:
    'Sie wird beim Beenden von Limpet installiert. Bevor sie die Daten anfasst, probt sie alles an einer Kopie.',
  install_now: 'Jetzt installieren',
  install_title: 'Version {version} jetzt installieren?',
  install_text: 'Limpet beendet sich, wird ersetzt und startet neu.',
  install_busy_text:
    'Es werden noch Chats beantwortet. Das Installieren hält sie an; was sie bis dahin geschrieben haben, bleibt.',
  install_busy_action: 'Anhalten und installieren',
  retry: 'Erneut versuchen',
  timeline: 'Zeitleiste zum Wiederherstellen',
  timeline_text:
    'Was die Daten zu diesen Zeiten waren. Vor dem Zurückgehen wird der jetzige Stand kopiert, es lässt sich also rückgängig machen.',
  timeline_loading: 'Kopien werden gelesen',
  timeline_none: 'Noch keine Kopien',
  timeline_none_text: 'Die erste entsteht eine Minute nach dem Start.',
  reason_daily: 'Tägliche Kopie',
  reason_upgrade: 'Vor einer Aktualisierung',
  reason_restore: 'Vor dem Zurückgehen',
  version: 'Version {version}',
  sessions_one: '{count} Chat',
  sessions_other: '{count} Chats',
  newer: 'Aus einer neueren Version',
  unreadable: 'Nicht lesbar',
  go_back: 'Zurückgehen',
  go_back_to: 'Zurückgehen zu {date}',
  go_back_title: 'Zurück zu {date}?',
  go_back_text:
    'Limpet kopiert seine Daten, wie sie jetzt sind, startet neu und zeigt dann Chats und Einstellungen, wie sie damals waren. Dateien in den Ordnern bleiben, wie sie sind.',
  go_back_text_later:
    'Beim nächsten Start kopiert Limpet seine Daten, wie sie jetzt sind, und zeigt dann Chats und Einstellungen, wie sie damals waren. Dateien in den Ordnern bleiben, wie sie sind.',
  busy_title: 'Laufendes anhalten?',
  busy_text:
    'Es werden noch Chats beantwortet. Das Zurückgehen hält sie an; was sie bis dahin geschrieben haben, ist in der Kopie.',
  busy_action: 'Anhalten und zurückgehen',
  wished: 'Beim nächsten Start geht Limpet zurück zu {date}. Bitte beenden und neu starten.',
  restarting: 'Limpet startet neu mit den Daten von {date}.',
  stay: 'Nicht zurückgehen',
};
