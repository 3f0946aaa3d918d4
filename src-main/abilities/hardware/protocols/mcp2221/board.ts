// An MCP2221A with all that it lends: a bus, four pins and three analog inputs, without any firmware of ours.
import type { Clock } from '#main/platform/base/clock.ts';
import type { OpenBoard } from '../../port/buses.ts';
import type { Link } from '../../port/link.ts';
import { createMcp2221Client } from './client.ts';
import { openMcp2221I2c } from './mcp2221-i2c.ts';
import { openMcp2221Adc, openMcp2221Gpio } from './mcp2221-pins.ts';

export async function openMcp2221Board(link: Link, deps: { clock: Clock }): Promise<OpenBoard> {
  const client = createMcp2221Client(link, deps);
  return {
    i2c: (signal) => openMcp2221I2c(client, signal),
    gpio: async () => openMcp2221Gpio(client),
    adc: async (o) => openMcp2221Adc(client, o),
    leave: async () => {}, // its pins keep their levels
  };
}
