// Which boards and adapters say who they are by their USB numbers, as data.

/**
 * `board`: this very board. `maker`: somebody of this maker, which one is not known. `chip`: an adapter that sits on boards of
 * many makers, so the name is a guess until the person gives one. `bootloader`: it waits for firmware and says nothing.
 */
export type BoardKind = 'board' | 'maker' | 'chip' | 'bootloader';
export type KnownBoard = {
  readonly vendorId: string;
  /** Absent: every product of this vendor that has no line of its own. */
  readonly productId?: string;
  readonly name: string;
  readonly kind: BoardKind;
  /** The driver of Linux that makes a port of it. */
  readonly driver?: string;
};

type Row = readonly [vendorId: string, productId: string | undefined, kind: BoardKind, name: string, driver?: string];
const rows: readonly Row[] = [
  ['2341', '0043', 'board', 'Arduino Uno R3'],
  ['2341', '0042', 'board', 'Arduino Mega 2560'],
  ['2341', '8036', 'board', 'Arduino Leonardo'],
  ['2341', '0069', 'board', 'Arduino Uno R4 Minima'],
  ['2341', '1002', 'board', 'Arduino Uno R4 WiFi'],
  ['2341', undefined, 'maker', 'Arduino'],
  ['2a03', undefined, 'maker', 'Arduino'],
  ['2e8a', '0005', 'board', 'Raspberry Pi Pico (MicroPython)'],
  ['2e8a', '000a', 'board', 'Raspberry Pi Pico'],
  ['2e8a', '0003', 'bootloader', 'Raspberry Pi RP2040'],
  ['2e8a', '000f', 'bootloader', 'Raspberry Pi RP2350'],
  ['2e8a', undefined, 'maker', 'Raspberry Pi'],
  ['303a', '1001', 'maker', 'ESP32 (Espressif)'],
  ['10c4', 'ea60', 'chip', 'ESP32 / CP210x', 'cp210x'],
  ['1a86', '7523', 'chip', 'Arduino / ESP / CH340', 'ch341'],
  ['1a86', '55d4', 'chip', 'ESP32 / CH9102', 'cdc_acm'],
  ['0403', '6001', 'chip', 'FTDI FT232R', 'ftdi_sio'],
  ['0403', '6015', 'chip', 'FTDI FT-X', 'ftdi_sio'],
  ['0403', '6014', 'chip', 'FTDI FT232H', 'ftdi_sio'],
  ['067b', '2303', 'chip', 'Prolific PL2303', 'pl2303'],
  ['239a', undefined, 'maker', 'Adafruit'],
  ['2886', undefined, 'maker', 'Seeed'],
  ['1b4f', undefined, 'maker', 'SparkFun'],
  ['16c0', '0483', 'maker', 'Teensy'],
  ['0d28', '0204', 'board', 'BBC micro:bit'],
  ['04d8', '00dd', 'board', 'Microchip MCP2221A'],
  ['0483', '5740', 'maker', 'STM32'],
  ['0483', '374b', 'board', 'STM32 (ST-Link)'],
  ['1209', '7331', 'board', 'Bus Pirate 5'],
];

export const knownBoards: readonly KnownBoard[] = rows.map(([vendorId, productId, kind, name, driver]) => ({
  ...{ vendorId, kind, name },
  ...(productId === undefined ? {} : { productId }),
  ...(driver === undefined ? {} : { driver }),
}));

export function findBoard(vendorId: string | undefined, productId: string | undefined): KnownBoard | undefined {
  const ofVendor = knownBoards.filter((board) => board.vendorId === vendorId);
  return (
    ofVendor.find((board) => board.productId === productId) ?? ofVendor.find((board) => board.productId === undefined)
  );
}
