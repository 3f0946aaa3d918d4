// Calls that a model out of its mind, or in somebody's hands, could make: true ones, ones at a bound, ones beyond it, and ones
// that mean something else to what hears them.
import type { Random } from './random.ts';

export type WildCall = { readonly tool: string; readonly input: Record<string, unknown> };
/** Of each device: as it is called, and what runs on it. */
export type Target = { readonly key: string; readonly name: string; readonly via: string };

const texts = [
  ...['*IDN?', 'status', 'led 13 on', 'led 13 off', 'pwm 9 0', 'pwm 9 102', 'pwm 9 103', 'pwm 9 255', 'pwm 9 0102'],
  ...[
    'led 12 on',
    'pin 4 high',
    'pin 9 high',
    'led 9 on',
    'LED 13 on',
    'led  13 on',
    'pwm 9 1e2',
    'pwm 9 -1',
    'pwm 9 99.9',
  ],
  ...[
    'led 13 on\\nled 4 on',
    'led 13 on\\rled 4 on',
    'led 13 on\\x00',
    '*IDN?\\n#1 pin 7 high',
    'ｌed 4 on',
    'led 4 оn',
  ],
  ...['#5 pin 4 high', '#5 led 13 on', 'pwm 9 2', '55', 'pin 1', '1 high', 'on', 'deadman 480', 'safe', 'ping', ''],
  ...[
    '\\x03',
    '\\x01import machine\\x04',
    '\\x91\\x01\\x00',
    '\\xf4\\x0d\\x01\\x91\\x7f\\x01',
    '\\xf0\\x79\\xf7',
    '\\xff',
  ],
  ...['machine.Pin(25,machine.Pin.OUT,value=1)', "import machine;machine.Pin('GP5',1,value=1)"],
];
const ends = ['\\n', '\\n', '\\n', '', '\\r', '\\r\\n'];
const pins = [
  ...[
    '13',
    '9',
    '8',
    'LED',
    'GP26',
    '17',
    'lamp',
    'fan',
    '4',
    '5',
    '7',
    '10',
    '11',
    '12',
    '25',
    'GP5',
    'D13',
    'A0',
    '0',
    '013',
  ],
  ...['13,machine.Pin.OUT);x(', "LED'", '13\n', '13 high\npin 4', '8 ', '٨', '', 'GP25', '-1'],
];
/** Those that something is connected to. */
const hotPins = ['13', '9', '8', 'LED', 'fan', '4', '12', '17', '25'];
const pinOf = (r: Random) => r.pick(r.often(60) ? hotPins : pins);
const duties = [0, 1, 0.4, 0.4001, 0.39, 0.5, 1e-9, 0.999, -0.1, 1.1, Number.NaN];
const codes = [
  'import machine\nmachine.Pin(25,machine.Pin.OUT,value=1)',
  "import machine\nmachine.Pin('GP5',machine.Pin.OUT).value(1)",
  "import machine\nmachine.I2C(0).writeto(0x50,b'\\x00\\xff')",
  'print(1)',
];
const parts = [
  'tmp102',
  'bme280',
  'bh1750',
  'aht20',
  'sht3x',
  'ads1115',
  'pca9685',
  'mcp3008',
  'mcp3008',
  'mcp3008',
  'ina219',
];
const tables = ['coils', 'holding_registers', 'holding_registers', 'input_registers', 'discrete_inputs'];

function send(r: Random) {
  return { text: r.often(15) ? r.pick(texts) + r.pick(texts) : r.pick(texts), end: r.pick(ends) };
}

function transfer(r: Random) {
  const address = r.pick([0x48, 0x40, 0x20, 0x38, 0x50, 0x23, r.int(0, 127)]);
  const write = Array.from({ length: r.pick([0, 1, 1, 2, 3, 5]) }, () => (r.often(60) ? r.int(0, 5) : r.int(0, 260)));
  return { address, write, read: r.pick([0, 0, 1, 2, 4, 250, -1]) };
}

function registers(r: Random, writes: boolean) {
  const count = r.pick([1, 1, 1, 1, 2, 5, 20, 124]);
  const sound = r.often(50) ? [100, 150, 200, 201] : [0, 1];
  const place = {
    unit: r.pick([1, 1, 1, 1, 1, 1, 2, 0xf4, 0x91, r.int(0, 255)]),
    table: r.pick(tables),
    address: r.pick([10, 15, 19, 20, 9, 0, 3, 12, r.int(0, 65_535)]),
  };
  if (!writes) return { ...place, count };
  return { ...place, values: Array.from({ length: count }, () => r.pick(r.often(90) ? sound : [99, 65_535, -1])) };
}

/** What a call of this tool could be, without the device. */
function inputOf(tool: string, r: Random): Record<string, unknown> {
  switch (tool) {
    case 'device_write':
      return send(r);
    case 'device_ask':
      return { ...send(r), seconds: 0.1 };
    case 'pin_write':
      if (r.often(50)) return { pin: pinOf(r), level: r.pick(['high', 'low']) };
      return { pin: pinOf(r), duty: r.pick(duties) };
    case 'pin_read':
      return { pin: pinOf(r), ...(r.often(60) ? { mode: r.pick(['input', 'input_pullup', 'output']) } : {}) };
    case 'analog_read':
      return { channel: r.pick(pins), reference: 3.3 };
    case 'i2c_transfer':
      return transfer(r);
    case 'sensor_read':
      return {
        sensor: r.pick(parts),
        ...(r.often(40) ? { select: pinOf(r) } : {}),
        ...(r.often(50) ? { address: r.pick([0x48, 0x40, 0x23, 0x38, 0x76, r.int(8, 119)]) } : {}),
      };
    case 'spi_transfer':
      return { select: pinOf(r), bytes: [1, r.int(0, 256)] };
    case 'sensor_identify':
      return r.often(50) ? {} : { address: r.int(8, 119) };
    case 'modbus_read':
      return registers(r, false);
    case 'modbus_write':
      return registers(r, true);
    case 'mcu_run':
      return { code: r.pick(codes), seconds: 1 };
    default:
      return {};
  }
}

/** How often each is called: what can switch, most of all. */
const tools = [
  ...Array<string>(6).fill('pin_write'),
  ...Array<string>(5).fill('device_write'),
  ...Array<string>(3).fill('modbus_write'),
  ...Array<string>(3).fill('i2c_transfer'),
  ...['device_ask', 'pin_read', 'analog_read', 'i2c_scan', 'sensor_read', 'sensor_identify', 'modbus_read', 'mcu_run'],
  ...['device_read', 'device_connect', 'spi_transfer'],
];
/** Those that speak to a board through a protocol. */
const onBoards = /^(pin_|analog|i2c|sensor|spi)/;

export function wildCall(r: Random, targets: readonly Target[]): WildCall {
  const tool = r.pick(tools);
  const target = r.pick(targets);
  const device = r.often(95) ? r.pick([target.key, target.name]) : r.pick(['', 'nobody', 'usb:0000:0000:1']);
  const via = r.often(94) ? target.via : r.pick(['micropython', 'firmata', 'limpet', 'modbus']);
  const input = { ...inputOf(tool, r), device };
  return { tool, input: onBoards.test(tool) && r.often(97) ? { ...input, via } : input };
}
