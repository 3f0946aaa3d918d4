// German: errors of buses, boards and sensors.
import type { busErrors as english } from '../en/bus-errors.ts';

export const busErrors: Record<keyof typeof english, string> = {
  reason_i2c_transfer:
    'Diese Bytes passen nicht auf diesen I2C-Bus. Gib eine Adresse von 0x08 bis 0x77 an, und weniger Bytes.',
  reason_i2c_transfer_action: 'Berichtigen',
  reason_spi_transfer: 'Zu viele Bytes auf einmal, oder gar keine. Sende weniger über SPI.',
  reason_spi_transfer_action: 'Weniger senden',
  reason_i2c_no_answer: 'An der I2C-Adresse {address} antwortet kein Gerät. Prüfe Strom, Verdrahtung und Adresse.',
  reason_i2c_no_answer_action: 'Verdrahtung prüfen',
  reason_i2c_in_use:
    'Ein Treiber dieses Rechners benutzt das Gerät an {address}. Entlade ihn und versuche es noch einmal.',
  reason_i2c_in_use_action: 'Noch einmal versuchen',
  reason_bus_refused: 'Der Bus hat die Übertragung verweigert. Prüfe die Verdrahtung und versuche es noch einmal.',
  reason_bus_refused_action: 'Noch einmal versuchen',
  reason_bus_closed: 'Die Verbindung zum Gerät ist beendet. Verbinde es neu.',
  reason_bus_closed_action: 'Verbinden',
  reason_board_silent: 'Die Platine antwortet nicht. Setze sie zurück oder stecke sie neu ein.',
  reason_board_silent_action: 'Noch einmal versuchen',
  reason_board_error: 'Die Platine antwortet mit einem Fehler: {error}. Ändere, was sie tun soll.',
  reason_board_error_action: 'Ändern',
  reason_board_locked: 'Die Platine wurde mit ihrer Taste gesperrt. Setze sie zurück und schalte dann noch einmal.',
  reason_board_locked_action: 'Platine zurücksetzen',
  reason_pin_share: 'Ein Anschluss kann 0 bis 100 % der Zeit an sein. Gib einen Wert dazwischen an.',
  reason_pin_share_action: 'Berichtigen',
  reason_locked_down: 'Limpet ist gesperrt. Gib es zuerst in seinem Fenster frei; bis dahin läuft nichts.',
  reason_locked_down_action: 'Freigeben',
  reason_no_companion: 'Hier ist keine Platine mit der Firmware von Limpet verbunden. Verbinde sie zuerst.',
  reason_no_companion_action: 'Platine verbinden',
  reason_no_such_pin: 'Die Platine hat keinen solchen Anschluss, oder er kann das nicht. Wähle einen anderen.',
  reason_no_such_pin_action: 'Anderen Anschluss wählen',
  reason_board_lacks:
    'Was auf der Platine läuft, kann das nicht: {what}. Spiele MicroPython auf oder nimm eine andere Platine.',
  reason_board_lacks_action: 'Andere Platine nehmen',
  reason_wrong_part: 'Das Gerät an dieser Adresse ist kein {part}. Lass Limpet herausfinden, was es ist.',
  reason_wrong_part_action: 'Herausfinden',
  reason_unknown_sensor:
    'Limpet kennt keinen Sensor dieses Namens, oder er kann nicht an dieser Adresse sein. Lass es herausfinden, was dort ist.',
  reason_unknown_sensor_action: 'Herausfinden',
  reason_modbus_request: 'So eine Anfrage gibt es bei Modbus nicht. Prüfe Gerät, Adresse und Anzahl der Werte.',
  reason_modbus_request_action: 'Berichtigen',
  reason_modbus_exception:
    'Das Modbus-Gerät lehnt das ab (Ausnahme {exception}). Prüfe Adresse und Wert in seiner Anleitung.',
  reason_modbus_exception_action: 'Anleitung prüfen',
  reason_garbled_answer: 'Das Gerät antwortet, aber beschädigt. Prüfe Geschwindigkeit, Parität und Verdrahtung.',
  reason_garbled_answer_action: 'Einstellungen prüfen',
  reason_board_unknown: 'Was auf diesem Board läuft, ist nicht bekannt. Dazusagen: MicroPython oder Firmata.',
  reason_board_unknown_action: 'Dazusagen',
  reason_nothing_measured:
    'Das Gerät hat keine solche Zahl gemeldet. In seine Konsole sehen oder mit einem Sensor an seinem Bus messen.',
  reason_nothing_measured_action: 'Konsole ansehen',
};
