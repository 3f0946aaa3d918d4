// A board with our own firmware, with all that it lends. Its outputs are safe again when nobody gives it a sign of life.
import { AppError, isAppError } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { type Adc, checkShare, type Gpio, noSuchAbility, noSuchPin, type OpenBoard } from '../../port/buses.ts';
import type { Link } from '../../port/link.ts';
import { type Answer, type LimpetClient, openLimpet } from './client.ts';

const fullScale = 1_023;
const fullDuty = 255;
const mostChannels = 6;

/** What stands in a line to the board: a number, and nothing that could make another line of it. */
const numberOf = (pin: string, pattern: RegExp) => {
  const found = pattern.exec(pin);
  if (found?.[1] === undefined) throw noSuchPin(pin.slice(0, 40));
  return found[1];
};
const pinNumber = (pin: string) => numberOf(pin, /^D?(\d{1,2})$/);
/** The lamp that sits on the board itself: of an Uno, of a Pico. */
const onBoard = ['13', '25'];
const channelNumber = (channel: string) => numberOf(channel, /^A?(\d)$/);

function numberIn(answer: Answer, field: string): number {
  const value = answer[field];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new AppError('tool_failed', 'The board answered with something that its firmware does not say. Load it anew.', {
    details: { reason: 'board_error', facts: { error: field } },
  });
}

async function openGpio(client: LimpetClient, signal: AbortSignal): Promise<Gpio> {
  const { outputs } = await client.say('status', signal);
  const listed = typeof outputs === 'object' && outputs !== null ? Object.keys(outputs) : [];
  const pins = listed.filter((id) => /^\d{1,2}$/.test(id));
  const numberOfPin = (pin: string) =>
    pinNumber(pin.toUpperCase() === 'LED' ? (onBoard.find((lamp) => pins.includes(lamp)) ?? pin) : pin);
  return {
    pins: pins.map((id) => ({ id, modes: ['output'] })),
    async setMode(pin, mode) {
      // Which pin is an output stands in the firmware.
      if (mode !== 'output' || !pins.includes(numberOfPin(pin))) throw noSuchPin(pin.slice(0, 40));
    },
    async read(pin, stop) {
      return numberIn(await client.say(`pin ${numberOfPin(pin)}`, stop), 'level') === 1;
    },
    async write(pin, level, stop) {
      await client.say(`pin ${numberOfPin(pin)} ${level ? 'high' : 'low'}`, stop);
    },
    async duty(pin, share, stop) {
      const steps = Math.round(checkShare(share) * fullDuty);
      await client.say(`pwm ${numberOfPin(pin)} ${steps}`, stop);
    },
  };
}

const hasChannel = (client: LimpetClient, channel: number, signal: AbortSignal) =>
  client.say(`adc ${channel}`, signal).then(
    () => true,
    (error: unknown) => {
      if (isAppError(error) && error.code === 'invalid_input') return false;
      throw error;
    },
  );

/** The board has no list of its inputs: they are counted from 0, and asked for from the top. */
async function openAdc(client: LimpetClient, o: { referenceVolts: number }, signal: AbortSignal): Promise<Adc> {
  let count = mostChannels;
  while (count > 0 && !(await hasChannel(client, count - 1, signal))) count -= 1;
  return {
    channels: Array.from({ length: count }, (_, channel) => String(channel)),
    async read(channel, stop) {
      const raw = numberIn(await client.say(`adc ${channelNumber(channel)}`, stop), 'raw');
      return { raw, fullScale, volts: (raw / fullScale) * o.referenceVolts };
    },
  };
}

const ownReadings = [
  { field: 'temperature_c', quantity: 'temperature', unit: '°C' },
  { field: 'light_percent', quantity: 'light', unit: '%' },
];

export async function openLimpetBoard(link: Link, deps: { clock: Clock }, signal: AbortSignal): Promise<OpenBoard> {
  const client = await openLimpet(link, deps, signal);
  return {
    i2c: async () => {
      throw noSuchAbility('I2C');
    },
    gpio: (stop) => openGpio(client, stop),
    adc: (o, stop) => openAdc(client, o, stop),
    async measure(stop) {
      const answer = await client.say('read', stop);
      return ownReadings.map(({ field, ...named }) => ({ ...named, value: numberIn(answer, field) }));
    },
    leave: async () => {}, // it keeps what it was told for as long as it is kept alive
  };
}
