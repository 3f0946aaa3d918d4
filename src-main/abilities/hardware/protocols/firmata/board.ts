// A board with Firmata, with all that it lends.
import type { Clock } from '#main/platform/base/clock.ts';
import type { OpenBoard } from '../../port/buses.ts';
import type { Link } from '../../port/link.ts';
import { openFirmata } from './client.ts';
import { openFirmataI2c } from './firmata-i2c.ts';
import { openFirmataAdc, openFirmataGpio } from './firmata-pins.ts';

export async function openFirmataBoard(link: Link, deps: { clock: Clock }, signal: AbortSignal): Promise<OpenBoard> {
  const client = await openFirmata(link, deps, signal);
  return {
    i2c: (stop) => openFirmataI2c(client, stop),
    gpio: (stop) => openFirmataGpio(client, stop),
    adc: (o, stop) => openFirmataAdc(client, o, stop),
    leave: async () => {}, // it keeps what it was told, and listens for the next one
  };
}
