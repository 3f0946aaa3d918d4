// Deutsch: models.
import type { models as english } from '../en/models.ts';

export const models: Record<keyof typeof english, string> = {
  offline_name: 'Offline-Befehle',
  offline_about:
    'Das ist der Offline-Modus: kein Modell, nur Befehle in einfachem Englisch. Ein Modell lässt sich unter Einstellungen > Modelle und Schlüssel verbinden.',
  offline_footer: '_Offline-Befehle, kein Modell. Verbinden unter Einstellungen > Modelle und Schlüssel._',
  offline_unknown: 'Das wurde nicht verstanden: Offline gibt es kein Modell, nur diese Befehle.',
  offline_help: `| Was es tut | So wird es gesagt |
|---|---|
| Dateien auflisten | \`list the files here\` · \`ls src\` |
| Eine Datei lesen | \`show me notes.txt\` · \`lines 10-20 of src/app.ts\` |
| Dateien finden | \`find *.md\` · \`find files named report in docs\` |
| In Dateien suchen | \`search for tide in src\` |
| Eine Datei schreiben | \`write hello to a.txt\`, oder \`write to a.txt:\` und der Text in den nächsten Zeilen |
| Einen Befehl ausführen | \`run npm test\` · \`$ ls -la\` |
| Eine Seite abrufen | \`fetch https://example.org\` |
| In Chats suchen | \`search my chats for tide\` |
| Uhrzeit und Datum | \`what time is it\` |
| Diese Liste | \`help\` |`,
  offline_no_tool: 'Das ist hier nicht möglich: {tool} ist ausgeschaltet.',
  offline_listed_here: 'In diesem Ordner:',
  offline_listed: 'In {path}:',
  offline_read: '{path}:',
  offline_found: 'Dateien, die zu {pattern} passen:',
  offline_searched: 'Gefunden zu {text}:',
  offline_ran: '{command}:',
  offline_fetched: 'Von {url}:',
  offline_failed: 'Das hat nicht geklappt.',
  offline_done: 'Erledigt. Es gibt nichts anzuzeigen.',
  offline_denied: 'Das wurde abgelehnt und deshalb nicht getan. Wer es noch einmal sagt, wird erneut gefragt.',
  offline_stopped: 'Das wurde angehalten, bevor es getan war. Noch einmal sagen, um es erneut zu versuchen.',
};
