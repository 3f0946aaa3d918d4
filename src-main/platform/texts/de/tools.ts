// Deutsch: Titel von Werkzeugaufrufen, Reichweite einer Erlaubnis, wie Befehle auf diesem Rechner laufen.

import type { tools as english } from '../en/tools.ts';
import { sandboxTools } from './sandbox.ts';

export const tools: Record<keyof typeof english, string> = {
  ...sandboxTools,
  read_file: '{path} lesen',
  write_file: '{path} schreiben',
  create_file: '{path} anlegen',
  edit_file: '{path} ändern',
  move_file: '{from} nach {to} verschieben',
  delete_file: '{path} löschen',
  delete_folder_one: '{path} mit {count} Eintrag löschen',
  delete_folder_other: '{path} mit {count} Einträgen löschen',
  make_folder: 'Ordner {path} anlegen',
  apply_patch_one: '{count} Datei auf einmal ändern',
  apply_patch_other: '{count} Dateien auf einmal ändern',
  list_directory: '{path} auflisten',
  find_files: 'Dateien wie {pattern} suchen',
  search_text: 'Dateien nach „{text}“ durchsuchen',
  run_command: '{command} ausführen',
  run_in_background: '{command} im Hintergrund starten',
  command_output: 'Ausgabe von {process} lesen',
  command_kill: '{process} beenden',
  process_list: 'Ansehen, was im Hintergrund läuft',
  http_request: '{method} {url}',
  sensor_identify: 'Herausfinden, welche Sensoren an {device} sind',
  measure_now: 'Mit {device} messen',
  sensor_read: 'Den {sensor} an {device} lesen',
  i2c_scan: 'Am I2C-Bus von {device} nach Geräten suchen',
  i2c_transfer: 'Mit {address} am I2C-Bus von {device} sprechen',
  spi_transfer: 'Bytes über SPI an {select} an {device} senden',
  pin_read: 'Anschluss {pin} von {device} lesen',
  pin_high: 'Anschluss {pin} von {device} einschalten',
  pin_low: 'Anschluss {pin} von {device} ausschalten',
  analog_read: 'Eingang {channel} von {device} messen',
  modbus_read: 'Modbus-Gerät {unit} an {device} lesen',
  modbus_write: 'An Modbus-Gerät {unit} an {device} schreiben',
  mcu_run: 'Ein Programm auf {device} ausführen',
  web_fetch: '{url} abrufen',
  search_chats: 'Chats nach „{text}“ durchsuchen',
  current_time: 'Auf die Uhr sehen',
  imported_call: '{tool} benutzt, vor dem Import',

  grant_bus_read: 'Messen mit {device}',
  grant_bus_write: 'Dieselben Bytes noch einmal an {device}',
  grant_write: 'Änderungen an Dateien in diesem Ordner',
  grant_delete: 'Löschen in diesem Ordner',
  grant_network: 'Seiten von {origin}',
  grant_execute: 'Genau dieser Befehl',

  sandbox_probing: 'Die Sandbox wird gerade geprüft. Befehle warten, bis sie sich bewährt hat.',
  sandbox_on:
    'Befehle laufen in einer Sandbox (bubblewrap). Sie schreiben nur in den Arbeitsordner, sehen weder den persönlichen Ordner noch Schlüssel und erreichen das Netz nur, wo es erlaubt wurde.',
  sandbox_none_missing:
    'Es wurde keine Sandbox gefunden, deshalb fragt jeder Befehl nach. Mit dem Paket „bubblewrap“ bekommen Befehle eine.',
  sandbox_none_platform: 'Für dieses System gibt es noch keine Sandbox für Befehle, deshalb fragt jeder Befehl nach.',
  sandbox_none_blocked:
    'Bubblewrap ist installiert, darf auf diesem System aber nicht starten, deshalb fragt jeder Befehl nach. Der Grund steht im Protokoll.',
  sandbox_off:
    'Die Sandbox dieses Rechners hat die Sicherheitsprüfung nicht bestanden, deshalb sind Befehle aus. Was durchkam, steht unter Einstellungen > Diagnose.',
  sandbox_off_old:
    'Das installierte bubblewrap ist zu alt, um Befehle zu halten, deshalb sind sie aus. Ab Version 0.8 gehen sie wieder.',
  view_image: '{name} ansehen',
  pin_duty: 'Anschluss {pin} von {device} auf {share} stellen',
  sensor_watch: '{part} an {device} immer wieder messen, alle {seconds} s',
  sensor_watch_end: 'Das Messen von {part} an {device} beenden',
  sensor_history: 'Gemessenes ansehen: {quantity}',
  sensor_history_all: 'Gemessenes ansehen',
};
