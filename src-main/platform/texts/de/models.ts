// Deutsch: models.
import type { models as english } from '../en/models.ts';

export const models: Record<keyof typeof english, string> = {
  offline_name: 'Offline-Befehle',
  offline_about:
    'Das ist der Offline-Modus: kein Modell, nur einfache Befehle auf Englisch, für Geräte auch auf Deutsch. Ein Modell lässt sich unter Einstellungen > Modelle und Schlüssel verbinden.',
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
| Geräte | \`welche Geräte sind da\` · \`verbinde das Board\` |
| Messen | \`lies die Temperatur\` · \`zeichne die letzte Stunde\` |
| Schalten | \`schalte die LED ein\` · \`stelle den Lüfter auf 40 %\` · \`stopp alles\` |
| In Chats suchen | \`search my chats for tide\` |
| Uhrzeit und Datum | \`what time is it\` |
| Diese Liste | \`help\` |`,
  offline_no_device:
    'Noch ist kein Gerät erlaubt oder keines angesteckt. Geräte öffnen, dort ein Board anstecken oder ein virtuelles starten und auf „Erlauben“ drücken.',
  offline_no_tool: 'Das ist hier nicht möglich: {tool} ist ausgeschaltet.',
  offline_listed_here: 'In diesem Ordner:',
  offline_listed: 'In {path}:',
  offline_read: '{path}:',
  offline_found: 'Dateien, die zu {pattern} passen:',
  offline_searched: 'Gefunden zu {text}:',
  offline_ran: '{command}:',
  offline_fetched: 'Von {url}:',
  offline_devices: 'Geräte, die Limpet benutzen darf:',
  offline_on: '{pin} ist an.',
  offline_off: '{pin} ist aus.',
  offline_dimmed: '{pin} steht auf {percent} %.',
  offline_all_stopped:
    'Alle Ausgänge sind im sicheren Zustand. Geschaltet wird erst wieder, wenn der Stopp gelöst ist.',
  offline_failed: 'Das hat nicht geklappt.',
  offline_done: 'Erledigt. Es gibt nichts anzuzeigen.',
  offline_denied: 'Das wurde abgelehnt und deshalb nicht getan. Wer es noch einmal sagt, wird erneut gefragt.',
  offline_stopped: 'Das wurde angehalten, bevor es getan war. Noch einmal sagen, um es erneut zu versuchen.',
};
