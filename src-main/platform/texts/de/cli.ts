// German: cli.
import type { cli as english } from '../en/cli.ts';

export const cli: Readonly<Record<keyof typeof english, string>> = {
  help: `Limpet, ein persönlicher KI-Agent auf dem eigenen Rechner.

  limpet chat -m "…"      einmal fragen; was hineingeleitet wird, kommt unter die Nachricht
  limpet chat             Zeile für Zeile im Terminal sprechen
  limpet gateway          die App für Browser auf diesem Rechner bereitstellen
  limpet doctor           die Installation durchsehen; --fix behebt, was keine Wahl braucht
  limpet usage            was Modelle verbraucht haben, mit Obergrenzen und Ausblick
  limpet permissions      die Regeln, warum es jede gibt und wann sie zählte; try, add und remove siehe unten
  limpet backup           eine Sicherung erstellen; --list zeigt alle, --check FILE prüft eine
  limpet restore FILE     eine Sicherung an die Stelle des Vorhandenen setzen, das selbst eine Sicherung wird
  limpet export           alle Chats als Datei; --session ID nur einen, --format markdown, json oder html, -o FILE
  limpet import FILE      Chats aus ChatGPT, Claude, OpenClaw, ClawdBot, Octoclaw, PicoClaw oder Limpet; --dry-run sieht nur nach
  limpet stop             alle Ausgänge aller Geräte in ihren sicheren Zustand, sofort
  limpet mcp              Limpets eigene Werkzeuge für das Programm, das es startet, über Ein- und Ausgabe (MCP)
  limpet link             ein Link zur einmaligen Anmeldung beim laufenden Limpet
  limpet --toggle         den Schnellchat der Desktop-App zeigen oder ausblenden, für ein Kürzel der Arbeitsumgebung

chat
  -m, --message TEXT      die Nachricht
  --model ANBIETER/NAME   das Modell, das antwortet, zum Beispiel anthropic/claude-sonnet-4-5
  --workspace ORDNER      der Ordner, in dem gearbeitet wird; sonst der aktuelle
  --session ID            in dieser Sitzung fortfahren
  --allow LISTE           was ohne Rückfrage erlaubt ist: write, execute, network
  --json                  ein JSON-Objekt statt Text

permissions
  list                    alle Regeln dieses Ordners, auch die, die nichts mehr bewirken
  try "…"                 was über einen Befehl, einen Pfad oder eine Adresse entschieden würde, und warum
  add allow|ask|deny command|path|host|tool …
                          eine neue eigene Regel; vor allem, was etwas erlaubt, wird gefragt
  remove ID               eine Regel wegnehmen
  --workspace ORDNER      von diesem Ordner aus gesehen; sonst vom aktuellen
  --everywhere            die neue Regel gilt in jedem Ordner
  --access ZUGRIFF        eines Pfads: read, write oder delete beim Ausprobieren, any, read oder write in einer Regel
  --network               den Befehl mit Netz ausprobieren
  --as ART                ausprobiert wird ein command, path, host oder tool
  --why TEXT              warum es die Regel gibt, für dich selbst
  -y, --yes               nicht fragen, bevor etwas erlaubt wird
  --json                  ein JSON-Objekt statt Text

usage
  --days NUMMER           wie weit zurück, sonst 30
  --json                  ein JSON-Objekt statt Text

gateway
  --host ADRESSE          sonst 127.0.0.1
  --port NUMMER           sonst 18789, oder ein freier, wenn der belegt ist
  --NAME WERT             jede Einstellung, zum Beispiel --theme dark oder --limits-steps-per-turn 20;
                          jede kommt auch aus LIMPET_NAME und aus config.json im Datenordner

überall
  --data-dir ORDNER       der Datenordner; sonst LIMPET_DATA_DIR oder der übliche Ort
  --version, --help

Rückgabewerte: 0 erledigt, 1 fehlgeschlagen, 2 falscher Aufruf, 3 offline und nicht verstanden, 4 etwas wurde abgelehnt,
5 ein anderes Limpet benutzt den Datenordner und antwortet nicht, 130 abgebrochen.
In der Standardausgabe steht nur die Antwort; alles andere steht in der Fehlerausgabe.`,

  usage_option: '{word}. limpet --help zeigt die Optionen.',
  usage_allow: '--allow kennt write, execute und network, nicht „{word}“.',
  usage_stranger: 'Dieser Befehl hat keine Option --{word}. limpet --help zeigt die Optionen.',
  usage_extra:
    'Ein Wort zu viel: „{word}“. Eine Nachricht aus mehreren Wörtern gehört in Anführungszeichen, hinter -m.',
  usage_format: '--format nimmt markdown, json und html, nicht „{word}“.',
  usage_subject: 'Hier fehlt ein Wort: {word}',
  usage_command: 'Einen Befehl „{word}“ gibt es nicht. limpet --help zeigt die Befehle.',
  usage_no_message: 'Es gibt keine Nachricht. Mit -m eine angeben oder eine hineinleiten.',
  usage_days: '--days nimmt eine Zahl von 1 bis 92, nicht „{word}“.',
  usage_as: '--as kennt command, path, host und tool, nicht „{word}“.',
  usage_access: '--access kennt „{word}“ nicht. limpet --help zeigt, was geht.',
  usage_permissions: 'limpet permissions kennt list, try, add und remove, nicht „{word}“.',
  usage_model: '--model wird als anbieter/name geschrieben, nicht „{word}“.',
  usage_session: '„{word}“ ist keine Sitzung.',
  usage_input_long: 'Die Eingabe ist länger als {word} Zeichen. Bitte in eine Datei legen und die Datei nennen.',

  waiting_for_input: 'Warten auf das Ende der Standardeingabe (Strg+D beendet sie).',
  waiting_for_others:
    'Ein anderer Befehl benutzt dieses Limpet noch; es wird auf sein Ende gewartet. Strg+C beendet beide.',
  workspace_instead: 'Gearbeitet wird in {folder}, weil {refused} kein Arbeitsordner sein kann.',
  talk_hello: 'Gearbeitet wird in {workspace}. Eine leere Zeile tut nichts, /exit oder Strg+D beendet.',
  talk_commands: 'Einen Befehl /{name} gibt es hier nicht. Es gibt:',
  talk_model: '{model} antwortet.',
  talk_no_model: `Limpet ist ein Agent auf dem eigenen Rechner: Er liest und ändert Dateien und führt Befehle aus, und fragt vorher.
Noch ist kein Modell verbunden: Einfache Befehle werden verstanden, und kein Anbieter wird gefragt. „help“ zählt sie auf.
Ein Modell wird auf einem dieser Wege verbunden:
  - vor dem Start einen Schlüssel setzen, zum Beispiel {variables}
  - Ollama, LM Studio oder einen anderen Modell-Server auf diesem Rechner starten
  - limpet gateway, dann den gezeigten Link öffnen: Die Einrichtung prüft einen Schlüssel und bewahrt ihn sicher auf`,
  no_model:
    '[kein Modell] Diese Antwort kommt aus festen Regeln. Ein Modell verbinden: einen Schlüssel wie {variables} setzen, Ollama starten, oder die Einrichtung von limpet gateway durchgehen.',

  permissions_widens: 'Ab dann darf der Agent dies ohne Rückfrage: {what}',
  permissions_without: 'was nur diese Regel zurückhält: {rule}',
  permissions_say_yes: 'Hier kann niemand gefragt werden. Mit --yes geschieht es trotzdem.',

  allowed: 'Durch --allow erlaubt: {what}',
  denied: 'Abgelehnt, weil niemand gefragt werden konnte: {what}. Erlaubt wird es mit --allow {allow}',
  approval_in: 'in {folder}',
  approval_sandboxed: 'in der Sandbox',
  approval_not_sandboxed: 'ohne Sandbox',
  approval_network: 'mit Zugang zum Netz',
  approval_hidden_characters: 'Vorsicht: Es enthält unsichtbare Zeichen; sie stehen hier als \\u{…}.',
  approval_mixed_scripts: 'Vorsicht: Ein Wort mischt ähnlich aussehende Buchstaben mehrerer Alphabete.',
  approval_session_of: 'gefragt in „{session}“',
  approval_session_means: 's bedeutet: {what}',
  approval_question: 'Erlauben? {choices} [n]',
  approval_choice_once: 'y = einmal',
  approval_choice_group: 'g = einmal für alle {count} gezeigten',
  approval_choice_session: 's = diese Sitzung',
  approval_choice_always: 'a = immer',
  approval_choice_deny: 'n = ablehnen, d = ablehnen und anhalten',
  approval_always_means: 'a bedeutet: {what}',
  approval_why: 'Gefragt, weil: {why}',
  approval_source: 'Vielleicht wegen etwas, das hier gelesen wurde: {source}',
  approval_outgoing: 'Das ginge hinaus an {to}:',

  call_running: '… {what}',
  call_failed: 'Fehlgeschlagen: {what}',
  call_denied: 'Abgelehnt: {what}',
  call_stopped: 'Angehalten: {what}',
  call_unknown: 'Vielleicht ausgeführt: {what}',
  retry: 'Versuch {attempt} ist fehlgeschlagen: {reason}',
  may_have_run_one:
    '{count} Schritt wurde vielleicht ausgeführt, ohne dass das Ende bekannt ist. Vor dem Wiederholen prüfen.',
  may_have_run_other:
    '{count} Schritte wurden vielleicht ausgeführt, ohne dass das Ende bekannt ist. Vor dem Wiederholen prüfen.',
  stopping: 'Wird angehalten. Noch einmal, um sofort aufzugeben.',
  stopped: 'Angehalten. Was da war, ist gespeichert.',
  interrupted: 'Die Antwort wurde unterbrochen. In derselben Sitzung lässt sie sich fortsetzen.',
  cancelled: 'Abgebrochen.',

  backup_made:
    'Sicherung erstellt: {name} ({megabytes, number} MB, Chats: {sessions, number}, Nachrichten: {messages, number})',
  backup_sound: 'In Ordnung: {name}, erstellt {at} (Chats: {sessions, number}, Nachrichten: {messages, number})',
  backup_line: '{name}  {at}  {megabytes, number} MB  Chats: {sessions, number}  Nachrichten: {messages, number}',
  backup_none: 'In {folder} liegt noch keine Sicherung. limpet backup erstellt eine.',
  backup_unreadable: 'Diese Sicherung ist nicht lesbar: {name}',
  backup_missing_one: 'Der Inhalt von {count} Anhang fehlte oder war beschädigt und ist nicht in der Sicherung.',
  backup_missing_other:
    'Die Inhalte von {count} Anhängen fehlten oder waren beschädigt und sind nicht in der Sicherung.',
  restored: 'Wiederhergestellt: {name}, erstellt {at} (Chats: {sessions, number}, Nachrichten: {messages, number})',
  restored_later:
    'Bereit: {name}, erstellt {at}. Der Befehl, der den Datenordner gerade benutzt, muss enden; der nächste Start übernimmt sie.',
  restored_before: 'Was vorher da war, ist jetzt selbst eine Sicherung: {name}',
  restored_keys: 'Schlüssel sind in keiner Sicherung. Die dieses Rechners sind geblieben, wie sie waren.',

  fix_hint: 'limpet doctor --fix behebt, was keine Wahl braucht.',
  fix_no_help: 'Versucht, aber es ist noch so: {fix}',
  fix_failed: 'Nicht behoben ({fix}): {reason}',

  locked: 'Die Datei mit den Schlüsseln ist gesperrt, deshalb antworten verbundene Modelle nicht. Offline geht.',
  passphrase: 'Passphrase der Schlüsseldatei (leer: ohne fortfahren):',
  passphrase_wrong: 'Das ist nicht die Passphrase.',

  system_failed: 'Das ging nicht: {reason}. Den Pfad prüfen oder mit --data-dir einen anderen Datenordner wählen.',
  second_copy:
    'Ein anderes Limpet benutzt den Datenordner und antwortet nicht. Es beenden oder mit --data-dir einen anderen Ordner wählen.',
  no_running: 'Mit diesem Datenordner läuft kein Limpet. Gestartet wird eines mit: {command}',
  toggle_no_app: 'Mit diesem Datenordner läuft keine Desktop-App. Bitte Limpet öffnen und noch einmal versuchen.',
  paused: 'Limpet ist angehalten, deshalb wartet die Nachricht. In der App oder ihrem Menü weitermachen lassen.',
  no_page: 'Das laufende Limpet ist die Desktop-App, die keine Seite bereitstellt. Ihr Fenster ist offen.',
  corrupt_database:
    'Die Datenbank ist beschädigt. Sie lässt sich reparieren mit {command} --repair restore (neueste gute Kopie) oder --repair salvage (was noch lesbar ist).',
  question_yes_no: '[j/n]',
  question_choice: 'Nummer deiner Wahl (leere Zeile: ablehnen):',
  question_choices: 'Nummern deiner Wahl, mit Kommas dazwischen (leere Zeile: ablehnen):',
  question_text: 'Deine Antwort (leere Zeile: ablehnen):',
  question_page: 'Drücke Enter, wenn du dort fertig bist (Strg+D: ablehnen):',
  question_nobody: 'Gefragt, und niemand ist da, der antworten könnte: {question}',
  approval_keys: 'Limpet setzt unterwegs den abgelegten Schlüssel {keys} ein, für {host} und niemanden sonst.',
  stop_done: 'Gestoppt. Nichts wird geschaltet, bis du es im Fenster löst.',
  stop_unsafe: 'NICHT gesichert: {device}. {reason}',
  stop_no_app: 'Auf diesem Datenordner läuft kein Limpet, es hält also kein Gerät. Sieh bei den Boards selbst nach.',
};
