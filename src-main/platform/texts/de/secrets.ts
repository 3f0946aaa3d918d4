// German: where keys are, what that protects them from, and how they move.
export const secrets = {
  text: 'Wo die Schlüssel liegen, wovor das schützt und was über jeden bekannt ist. Kein Schlüssel wird je wieder angezeigt.',
  new_keys: 'Neue Schlüssel kommen hierher',
  guards: 'Schützt vor',
  open_to: 'Nicht vor',
  keychain_guards: 'anderen Konten dieses Rechners, einem gestohlenen Datenträger, Kopien des Datenordners',
  keychain_open_to: 'Programmen, die unter diesem Konto laufen, solange es angemeldet ist',
  safe_storage_guards:
    'anderen Konten dieses Rechners, einem gestohlenen Datenträger; die Datei lässt sich nirgends sonst öffnen',
  safe_storage_open_to:
    'Programmen, die unter diesem Konto laufen, solange es angemeldet ist. Nur die Desktop-App kann sie öffnen.',
  file_guards:
    'allen, die die Passphrase nicht kennen, auch vor anderen eigenen Programmen, solange sie gesperrt ist. Sie zieht mit dem Datenordner um.',
  file_open_to:
    'Programmen, die unter diesem Konto laufen, solange sie offen ist; dem Erraten einer schwachen Passphrase',
  environment_guards: 'Limpet: Es schreibt diese Schlüssel nirgendwohin',
  environment_open_to: 'allen, die die Umgebung von Limpet lesen können oder den Ort, an dem sie gesetzt wird',

  check: 'Erneut versuchen',
  checking: 'Wird gefragt …',
  unreachable: 'Nicht erreichbar',
  start_file: 'Ab jetzt eine verschlüsselte Datei verwenden',
  start_file_text: 'Schlüssel, die gerade nicht erreichbar sind, bleiben, wo sie sind.',

  strays_one: '{count} Schlüssel liegt noch an einem anderen Ort.',
  strays_other: '{count} Schlüssel liegen noch an anderen Orten.',
  gather: 'Hierher holen',

  places: 'Andere Orte',
  places_text: 'Jeder Schlüssel wird kopiert, zurückgelesen und verglichen, bevor er am alten Ort verschwindet.',
  move_here: 'Schlüssel hierher umziehen',
  use_here: 'Für neue Schlüssel verwenden',
  not_here: 'Hier nicht verfügbar',
  keychain_not_here: 'Limpet findet hier keinen Schlüsselbund. Er braucht eine Desktop-Sitzung mit Schlüsselbund.',
  safe_storage_not_here: 'Das gibt es nur in der Desktop-App.',
  safe_storage_plain: 'Das System würde die Schlüssel im Klartext aufbewahren, deshalb steht es nicht zur Wahl.',
  keys_here_one: '{count} Schlüssel hier',
  keys_here_other: '{count} Schlüssel hier',

  move_title: 'Schlüssel umziehen nach: {place}?',
  move_text_one:
    '{count} Schlüssel wird kopiert, zurückgelesen und verglichen, dann am alten Ort gelöscht. Die Arbeit kann weitergehen.',
  move_text_other:
    '{count} Schlüssel werden einzeln kopiert, zurückgelesen und verglichen, dann am alten Ort gelöscht. Die Arbeit kann weitergehen.',
  move_text_none: 'Noch gibt es keinen Schlüssel umzuziehen. Neue kommen ab jetzt dorthin.',
  move: 'Umziehen',
  moving: 'Zieht um …',
  move_running: 'Schlüssel ziehen um nach: {place}',
  move_stopped: 'Der Umzug nach „{place}“ hat angehalten',
  move_waiting: 'Der Umzug nach „{place}“ wartet',
  move_waiting_text:
    'Er geht von selbst weiter, sobald die Datei entsperrt ist. Bis dahin bleibt jeder Schlüssel, wo er ist.',
  move_stopped_text: 'Kein Schlüssel ist verloren: Jeder liegt an einem der beiden Orte und funktioniert.',
  move_progress: '{moved} von {total} Schlüsseln umgezogen',
  move_go_on: 'Weitermachen',
  move_back: 'Alle nach: {place}',
  moved: 'Alle Schlüssel liegen jetzt in: {place}.',

  place_memory: 'Arbeitsspeicher, bis Limpet endet',
  keys: 'Schlüssel',
  keys_none: 'Noch keine Schlüssel',
  keys_none_text: 'Hier stehen Schlüssel, die für eine Verbindung eingegeben wurden.',
  keys_loading: 'Schlüssel werden nachgesehen …',
  key_set: 'Gesetzt {when}',
  key_used: 'zuletzt benutzt {when}',
  key_never_used: 'noch nicht benutzt',
  key_from: 'Aus {names}, nicht von Limpet gespeichert',
  key_unused: 'Keine Verbindung benutzt ihn',
  key_missing: 'Dort nicht mehr vorhanden. Bitte neu eingeben.',
  key_locked: 'Gesperrt',
  key_unreachable: 'Nicht erreichbar',
  key_actions: 'Aktionen für den Schlüssel von {name}',
  key_test: 'Testen',
  key_replace: 'Ersetzen',
  key_remove: 'Entfernen',
  remove_title: 'Schlüssel von {name} entfernen?',
  remove_text: 'Die Verbindung „{name}“ hängt davon ab und wird mit entfernt. Chats, die sie benutzt haben, bleiben.',
  remove_unused_title: 'Schlüssel {name} entfernen?',
  remove_unused_text: 'Keine Verbindung benutzt ihn. Er lässt sich nicht zurückholen.',

  clipboard_clear: 'Zwischenablage leeren',
  clipboard_cleared: 'Die Zwischenablage ist leer. Ein Zwischenablage-Verwalter behält vielleicht eine eigene Kopie.',
  clipboard_failed: 'Die Zwischenablage ließ sich nicht leeren. Bitte etwas anderes darüber kopieren.',

  limits: 'Was Limpet nicht versprechen kann',
  limits_memory:
    'Solange Limpet läuft, liegen gelesene Schlüssel in seinem Arbeitsspeicher, und niemand kann sagen, wann der überschrieben wird. Sperren vergisst die Passphrasen-Datei; Beenden beendet alles.',
  limits_programs:
    'Ein Programm unter demselben Konto darf, was das Konto darf, und liest also auch, was Limpet liest.',
  limits_disk:
    'Ein Datenträger hält alte Fassungen einer Datei womöglich noch eine Weile. Sie sind verschlüsselt wie die Datei selbst.',
} as const;
