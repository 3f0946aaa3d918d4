// Deutsch: sessions.
import type { sessions as english } from '../en/sessions.ts';

export const sessions: Record<keyof typeof english, string> = {
  list_label: 'Chats',
  archived_label: 'Archivierte Chats',
  new_chat: 'Neuer Chat',
  untitled: 'Neuer Chat',

  group_pinned: 'Angeheftet',
  group_today: 'Heute',
  group_yesterday: 'Gestern',
  group_week: 'Letzte 7 Tage',
  group_older: 'Älter',

  status_running: 'Arbeitet',
  status_asking: 'Wartet auf eine Antwort',
  status_interrupted: 'Unterbrochen',
  status_failed: 'Mit einem Fehler beendet',

  menu: 'Aktionen für {title}',
  rename: 'Umbenennen',
  rename_label: 'Neuer Name für {title}',
  pin: 'Anheften',
  unpin: 'Lösen',
  archive: 'Archivieren',
  unarchive: 'Zurück zu den Chats',
  remove: 'Löschen',
  show_archived: 'Archivierte Chats',
  back_to_chats: 'Zurück zu den Chats',

  removed: '„{title}“ gelöscht.',
  archived_done: '„{title}“ archiviert.',
  undo: 'Rückgängig',

  empty_title: 'Noch keine Chats',
  empty_text: 'Jeder Chat arbeitet in einem Ordner und bleibt erhalten, bis er gelöscht wird.',
  archived_empty_title: 'Nichts archiviert',
  archived_empty_text: 'Archivierte Chats verschwinden aus der Liste, bleiben aber durchsuchbar.',
  loading: 'Chats werden geladen …',
  loading_more: 'Ältere Chats werden geladen …',
  more_failed: 'Ältere Chats wurden nicht geladen.',
  list_failed: 'Die Liste der Chats wurde nicht geladen.',
  offline: 'Keine Verbindung zu Limpet. Die Liste zeigt den letzten bekannten Stand.',
  retry: 'Erneut versuchen',

  search_label: 'Chats durchsuchen',
  search_placeholder: 'Suchen',
  search_clear: 'Suche leeren',
  search_loading: 'Suche läuft …',
  search_results: 'Suchergebnisse',
  search_none_title: 'Nichts gefunden für „{text}“',
  search_none_text:
    'Alle Wörter müssen in derselben Nachricht stehen. Wörter in "Anführungszeichen" werden nebeneinander gesucht.',
  search_found_one: '{count} Nachricht gefunden',
  search_found_other: '{count} Nachrichten gefunden',
  search_found_more: 'Die ersten {count} Nachrichten',
  search_more: 'Mehr anzeigen',
  search_failed: 'Die Suche hat nicht funktioniert.',
  search_you: 'Ich',
  search_limpet: 'Limpet',
  search_reveal_failed: 'Diese Nachricht ließ sich nicht öffnen.',
};
