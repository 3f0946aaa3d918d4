// German: system.
import type { system as english } from '../en/system.ts';

export const system: Readonly<Record<keyof typeof english, string>> = {
  notice_config_unknown:
    'Die Konfigurationsdatei nennt etwas, das Limpet nicht kennt: {names}. Sie blieb, wie sie ist: {file}',
  notice_config_invalid:
    'Die Konfigurationsdatei enthält unbrauchbare Werte: {names}. Was vorher galt, gilt weiter; zu berichtigen in {file}',
  notice_config_damaged:
    'Die Konfigurationsdatei war beschädigt. An ihrer Stelle liegt wieder die letzte brauchbare; die beschädigte liegt zum Vergleichen und Berichtigen hier: {file}',
  notice_config_lost:
    'Die Konfigurationsdatei war beschädigt, und eine frühere gibt es nicht; deshalb gelten die üblichen Werte. Sie liegt zum Berichtigen hier: {file}',
  notice_config_unreadable:
    'Die Konfigurationsdatei ist gerade nicht lesbar, deshalb gelten die Werte von vorher. Bitte berichtigen oder unter Einstellungen > Diagnose die letzte brauchbare zurückholen: {file}',
  notice_backup_not_restored:
    'Die bereitgelegte Sicherung war nicht mehr lesbar, darum blieb alles, wie es war. Unter Einstellungen > Daten eine andere wiederherstellen.',
  notice_backup_restored:
    'Was jetzt zu sehen ist, ist die Sicherung vom {madeAt}. Was vorher da war, liegt bei den Sicherungen unter Einstellungen > Daten.',

  doctor_node_ok: 'Node {version} ist neu genug.',
  doctor_node_old: 'Node {version} ist zu alt. Nötig ist Node {wanted} oder neuer.',
  doctor_data_folder_ok: 'Der Datenordner ist beschreibbar und für andere Benutzer geschlossen: {folder}',
  doctor_data_folder_missing:
    'Der Datenordner fehlt: {folder}. Bitte anlegen oder mit --data-dir einen anderen wählen.',
  doctor_data_folder_read_only:
    'Der Datenordner ist nicht beschreibbar: {folder}. Bitte die Rechte ändern oder mit --data-dir einen anderen wählen.',
  doctor_data_folder_open:
    'Andere Benutzer dieses Rechners können den Datenordner öffnen (Rechte {mode}). Abhilfe: chmod 700 {folder}',
  doctor_space_ok: 'Auf dem Datenträger sind {megabytes, number} MB frei.',
  doctor_space_little:
    'Auf dem Datenträger sind nur {megabytes, number} MB frei. Bitte Platz schaffen, bevor er voll ist.',
  doctor_space_none:
    'Auf dem Datenträger sind nur noch {megabytes, number} MB frei. Bitte jetzt Platz schaffen, sonst gehen neue Nachrichten nicht mehr hinein.',
  doctor_database_ok:
    'Die Datenbank antwortet. Chats: {sessions, number}, Nachrichten: {messages, number}, Größe: {megabytes, number} MB.',
  doctor_backup_ok: 'Alter der neuesten Kopie der Datenbank in Tagen: {days}.',
  doctor_backup_old:
    'Alter der neuesten Kopie der Datenbank in Tagen: {days}. Läuft Limpet eine Minute lang, entsteht eine neue.',
  doctor_backup_none: 'Es gibt noch keine Kopie der Datenbank. Eine Minute nach dem Start entsteht eine.',
  doctor_rules_damaged:
    'Beschädigte Regeln von dir: {count}. Was sie gemeint haben können, fragt nach, bis du entscheidest: {rules}',
  doctor_sandbox_ok:
    'Befehle laufen in einer Sandbox ({name} {version}); alle {probes} Proben wurden abgewiesen. Die Prozesse eines Befehls dürfen zusammen {processes} sein und {memory} belegen.',
  doctor_sandbox_probing: 'Die Sandbox wird gerade geprüft.',
  doctor_sandbox_none:
    'Keine Sandbox gefunden, deshalb fragt jeder Befehl nach. Unter Debian und Ubuntu: sudo apt-get install bubblewrap',
  doctor_sandbox_off:
    'Die Sandbox hat ihre Prüfung nicht bestanden, deshalb sind Befehle abgeschaltet. Nicht abgewiesen: {probes}',
  doctor_secrets_keychain: 'Schlüssel liegen im Schlüsselbund dieses Rechners.',
  doctor_secrets_file: 'Schlüssel liegen in einer verschlüsselten Datei, die gerade offen ist.',
  doctor_secrets_safe_storage: 'Schlüssel liegen in einer Datei, die das System für dieses Konto verschlüsselt.',
  doctor_secrets_move:
    'Der Umzug der Schlüssel wurde unterbrochen. Jeder Schlüssel funktioniert noch; unter Einstellungen > Geheimnisse lässt er sich abschließen.',
  crashed:
    'In Limpet ist etwas kaputtgegangen, und es endet. Bitte neu starten: Was gespeichert war, ist nicht verloren.',
  doctor_secrets_locked:
    'Die Datei mit den Schlüsseln ist gesperrt. Unter Einstellungen > Geheimnisse lässt sie sich mit der Passphrase öffnen.',
  doctor_secrets_unset:
    'Dieser Rechner hat keinen Schlüsselbund. Unter Einstellungen > Geheimnisse eine Passphrase für eine verschlüsselte Datei wählen oder Umgebungsvariablen setzen.',
  doctor_model_ok: 'Standardmodell ist {model}; {connections} Verbindungen sind eingeschaltet.',
  doctor_model_none:
    'Kein Modell ist verbunden, deshalb werden nur einfache Befehle verstanden. Unter Einstellungen > Modelle und Schlüssel eines hinzufügen.',
  doctor_model_failing:
    'Die Verbindung {connection} funktioniert nicht. Unter Einstellungen > Modelle und Schlüssel lässt sie sich testen.',
  doctor_gateway_ok: 'Das Gateway antwortet unter {address}.',
  doctor_gateway_free: 'Das Gateway läuft nicht; sein Port {port} ist frei.',
  doctor_gateway_taken:
    'Port {port} gehört einem anderen Programm. Das Gateway mit --port und einer anderen Nummer starten.',
  doctor_name_node: 'Node',
  doctor_name_data_folder: 'Datenordner',
  doctor_name_space: 'Platz auf dem Datenträger',
  doctor_name_database: 'Datenbank',
  doctor_name_rules: 'Regeln',
  doctor_name_sandbox: 'Sandbox',
  doctor_name_secrets: 'Schlüssel',
  doctor_name_models: 'Modelle',
  doctor_name_gateway: 'Gateway',
  doctor_name_config: 'Konfigurationsdatei',
  doctor_name_socket: 'Weg der Kommandozeile',
  doctor_config_damaged:
    'Die Konfigurationsdatei ist nicht lesbar, deshalb gilt weiter, was vorher galt: {file}. Bitte berichtigen.',
  doctor_config_wrong: 'Die Konfigurationsdatei enthält unbrauchbare Werte: {names}. Bitte berichtigen in {file}',
  doctor_socket_ok: 'Die Kommandozeile erreicht dieses Limpet.',
  doctor_socket_gone: 'Die Kommandozeile erreicht dieses Limpet nicht: Niemand antwortet unter {file}',
  doctor_socket_blocked:
    'Die Kommandozeile erreicht dieses Limpet nicht: Etwas anderes liegt unter {file}. Bitte wegräumen und erneut prüfen.',
  fix_close_folder: 'Für andere schließen',
  fix_close_folder_done: 'Der Datenordner ist für andere Benutzer geschlossen.',
  fix_backup_now: 'Jetzt kopieren',
  fix_backup_now_done: 'Eine Kopie der Datenbank ist gemacht.',
  fix_probe_again: 'Erneut prüfen',
  fix_probe_again_done: 'Die Abschirmung wurde erneut geprüft und hält.',
  fix_test_connection: 'Testen',
  fix_test_connection_done: 'Die Verbindung funktioniert.',
  fix_config_restore: 'Letzte brauchbare zurückholen',
  fix_config_restore_done: 'Die letzte brauchbare Konfigurationsdatei ist zurück; die beschädigte liegt daneben.',
  fix_config_drop_wrong: 'Durch das Geltende ersetzen',
  fix_config_drop_wrong_done: 'Unbrauchbares ist durch das ersetzt, was gilt; die Datei von vorher liegt daneben.',
  fix_ask_secrets: 'Erneut fragen',
  fix_ask_secrets_done: 'Die Schlüssel sind wieder erreichbar.',
  fix_open_socket: 'Wieder öffnen',
  fix_open_socket_done: 'Die Kommandozeile erreicht dieses Limpet wieder.',
  doctor_check_failed: 'Die Prüfung „{check}“ war nicht möglich: {reason}',

  data_folder_not_writable:
    'Der Datenordner ist nicht beschreibbar: {folder}. Bitte die Rechte ändern oder mit --data-dir einen anderen wählen.',
  core_ended: 'Limpet musste sich beenden. Bitte neu starten; verloren ist nichts.',
  page_crashed:
    'Die Seite ist mehrmals hintereinander abgestürzt. Das Fenster schließen und wieder öffnen; verloren ist nichts.',
  second_copy: 'Ein anderes Limpet benutzt diesen Datenordner schon. Jenes benutzen oder es zuerst beenden.',
  menu_file: 'Datei',
  menu_edit: 'Bearbeiten',
  menu_view: 'Ansicht',
  menu_window: 'Fenster',
  menu_about: 'Über Limpet',
  menu_hide: 'Limpet ausblenden',
  menu_hide_others: 'Andere ausblenden',
  menu_unhide: 'Alle einblenden',
  menu_quit: 'Limpet beenden',
  menu_close: 'Fenster schließen',
  menu_undo: 'Rückgängig',
  menu_redo: 'Wiederholen',
  menu_cut: 'Ausschneiden',
  menu_copy: 'Kopieren',
  menu_paste: 'Einfügen',
  menu_paste_plain: 'Als reinen Text einfügen',
  menu_select_all: 'Alles auswählen',
  menu_zoom_reset: 'Originalgröße',
  menu_zoom_in: 'Vergrößern',
  menu_zoom_out: 'Verkleinern',
  menu_full_screen: 'Vollbild',
  menu_reload: 'Neu laden',
  menu_developer_tools: 'Entwicklerwerkzeuge',
  menu_minimize: 'Minimieren',
  menu_zoom: 'Zoomen',
  menu_front: 'Alle nach vorne bringen',
  gateway_ready: 'Limpet ist unter {address} erreichbar',
  gateway_sign_in: 'Mit diesem Link einmal anmelden, innerhalb von zehn Minuten: {link}',
  gateway_hint: 'Strg+C beendet Limpet. Für einen weiteren Link: {command}',
  gateway_token: 'Schlüssel für andere Geräte, nur jetzt zu sehen: {token}',
  gateway_other_port: 'Port {wanted} ist belegt, deshalb wird ein anderer benutzt.',
  gateway_insecure:
    'Ohne TLS kann jeder auf dem Weg mitlesen und ändern. Nur hinter einem Tunnel oder Proxy benutzen, der TLS hinzufügt.',
  gateway_no_page: 'Die Seite ist nicht gebaut. Ausführen: npm run build',
  gateway_damaged:
    'Die Datenbank ist beschädigt. Mit --repair restore startet die neueste gute Kopie, mit --repair salvage das, was noch lesbar ist.',
  notice_upgrade_undone:
    'Eine neuere Version hatte begonnen, die Form der Daten zu ändern, und wurde damit nicht fertig. Alles ist wieder, wie es vorher war.',
  notice_update_found:
    'Version {version} von Limpet ist da. Was neu ist und das Herunterladen: Einstellungen > Updates und Wiederherstellen.',
  notice_snapshot_restored:
    'Limpet ist zu seiner Kopie vom {madeAt} zurückgegangen. Der Stand davor liegt als eigene Kopie in der Zeitleiste zum Wiederherstellen.',
  notice_snapshot_refused:
    'Limpet ist nicht zurückgegangen: Die Kopie {snapshot} ist nicht lesbar. Nichts wurde geändert.',
  notice_database_restored:
    'Die Datenbank war beschädigt und wurde durch ihre Kopie vom {madeAt} ersetzt. Die beschädigte liegt hier: {damaged}',
  notice_database_rebuilt:
    'Die Datenbank war an einer Stelle beschädigt, die keine Inhalte trägt, etwa im Suchindex. Dieser Teil wurde neu aufgebaut; keine Nachricht ging verloren. Die beschädigte Datei wurde aufbewahrt: {damaged}',
  notice_database_salvaged:
    'Die Datenbank war beschädigt. Lesbar waren {messages} Nachrichten aus {sessions} Sitzungen, nicht lesbare Teile: {lost}. Die beschädigte liegt hier: {damaged}',
  damaged: 'Die Datenbank von Limpet ist beschädigt.',
  damaged_detail:
    'Die neueste gute Kopie lässt sich wiederherstellen, oder was noch lesbar ist, kommt in eine neue Datenbank. Die beschädigte Datei bleibt in jedem Fall erhalten.',
  damaged_restore: 'Neueste Kopie wiederherstellen',
  damaged_salvage: 'Lesbares retten',
  damaged_leave: 'Nichts ändern und beenden',
  probe_write_etc: 'Ins System schreiben',
  probe_write_home: 'In den persönlichen Ordner schreiben',
  probe_read_key: 'Schlüsseldateien lesen',
  probe_read_data: 'Daten von Limpet lesen',
  probe_read_environ: 'Umgebung anderer Programme lesen',
  probe_unmount_mask: 'Verdeckte Ordner aufdecken',
  probe_remount_rw: 'Schreibschutz von Ordnern aufheben',
  probe_nested_userns: 'In einem inneren Raum Rechte gewinnen',
  probe_mknod: 'Gerätedateien anlegen',
  probe_net_direct: 'Das Netz direkt erreichen',
  probe_net_proxy: 'Das Netz über einen Proxy erreichen',
  probe_metadata_ip: 'Die Adresse der Cloud-Metadaten erreichen',
  probe_loopback_gateway: 'Limpet selbst erreichen',
  probe_unix_socket: 'Lokale Dienste erreichen',
  probe_write_git_hooks: 'Hooks von Git schreiben',
  probe_survives_parent: 'Limpet überleben',
};
