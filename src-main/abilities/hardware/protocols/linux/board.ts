// A bus of this computer, with what it lends: I2C, SPI or pins, each a device of its own.
import type { Clock } from '#main/platform/base/clock.ts';
import { noSuchAbility, type OpenBoard } from '../../port/buses.ts';
import type { Link } from '../../port/link.ts';
import { createAskBus } from './ask-bus.ts';
import { openBusGpio } from './bus-gpio.ts';
import { openBusI2c } from './bus-i2c.ts';
import { openBusSpi } from './bus-spi.ts';

export async function openLinuxBoard(link: Link, deps: { clock: Clock }, signal: AbortSignal): Promise<OpenBoard> {
  // No board would know these words.
  if (link.identity.transport !== 'i2c') throw noSuchAbility('Linux');
  const ask = createAskBus(link, deps);
  const [kind, ways] = (await ask('info', signal)).split(' ');
  const needs = (wanted: string, name: string) => {
    if (kind !== wanted) throw noSuchAbility(name);
  };
  return {
    async i2c() {
      needs('i2c', 'I2C');
      return openBusI2c(ask, { hasTransfers: ways === 'transfers' });
    },
    async gpio(stop) {
      needs('gpio', 'GPIO');
      return openBusGpio(ask, stop);
    },
    async adc() {
      throw noSuchAbility('ADC');
    },
    async spi({ select }) {
      needs('spi', 'SPI');
      return openBusSpi(ask, { select });
    },
    leave: async () => {}, // the bus waits for the next one; pins stay as they are
  };
}
