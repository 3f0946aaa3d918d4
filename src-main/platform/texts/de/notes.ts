// Deutsch: notes.
import type { notes as english } from '../en/notes.ts';

export const notes: Record<keyof typeof english, string> = {
  limit_steps:
    'Nach {steps, number} Schritten angehalten, der Grenze einer Antwort. Fortsetzen oder die Grenze in den Einstellungen anheben.',
  limit_tokens:
    'Nach {tokens, number} Tokens angehalten, der Grenze einer Antwort. Fortsetzen oder die Grenze in den Einstellungen anheben.',
  limit_cost:
    'Bei {cost, money} US-Dollar angehalten, der Kostengrenze einer Antwort. Fortsetzen oder die Grenze in den Einstellungen anheben.',
  limit_time: 'An der Zeitgrenze einer Antwort angehalten. Fortsetzen oder die Grenze in den Einstellungen anheben.',
  same_call_failing: 'Angehalten: Derselbe Aufruf von {tool} schlug immer wieder fehl.',
  max_output: 'Die Antwort endet an der Ausgabegrenze des Modells. Fortsetzen, um den Rest zu erhalten.',
  refused: 'Das Modell hat die Antwort abgelehnt.',
  empty_answer: 'Das Modell hat eine leere Antwort geschickt. Erneut versuchen oder ein anderes Modell wählen.',
  suspected_tool_text: 'Das Modell hat etwas ausgegeben, das wie ein Werkzeugaufruf aussieht. Ausgeführt wurde nichts.',
  failover: '{from} hat nicht geantwortet. Stattdessen antwortet {to}. Grund: {reason}',
  retried: 'Versuche vor dieser Antwort: {attempts, number}. Letzter Grund: {reason}',
  compacted_one:
    'Platz geschaffen: {count, number} frühere Nachricht wurde zusammengefasst. Das Original bleibt erhalten.',
  compacted_other:
    'Platz geschaffen: {count, number} frühere Nachrichten wurden zusammengefasst. Die Originale bleiben erhalten.',
  compaction_failed: 'Die früheren Nachrichten ließen sich nicht zusammenfassen. Grund: {reason}',
  trimmed: 'Zu lang für dieses Modell: Der älteste Teil des Chats fehlt in dem, was es sieht. Gelöscht wurde nichts.',
  preparing_call: '{tool} wird vorbereitet',
  unknown_tool: 'Ein Werkzeug verlangt, das es nicht gibt: {tool}',
  bad_input: '{tool} mit unpassender Eingabe aufgerufen',
  messageDamaged: 'Diese Nachricht wurde auf dem Datenträger beschädigt und lässt sich nicht anzeigen.',
};
