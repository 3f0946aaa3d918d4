// What runs on boards that lend their buses: one line each, loaded with its first use.
import type { Clock } from '#main/platform/base/clock.ts';
import type { I2cBus } from '../port/buses.ts';
import type { Link } from '../port/link.ts';

export const boardProtocols = ['micropython', 'firmata'] as const;
export type BoardProtocol = (typeof boardProtocols)[number];

type OpenBus = { readonly bus: I2cBus; leave(): Promise<void> };
type Open = (link: Link, deps: { readonly clock: Clock }, signal: AbortSignal) => Promise<OpenBus>;

const openers: Readonly<Record<BoardProtocol, Open>> = {
  async micropython(link, deps, signal) {
    const [{ openRawRepl }, { openMachineI2c }] = await Promise.all([
      import('./micropython/raw-repl.ts'),
      import('./micropython/machine-i2c.ts'),
    ]);
    const repl = await openRawRepl(link, deps, signal);
    return { bus: await openMachineI2c(repl, {}, signal), leave: () => repl.leave() };
  },
  async firmata(link, deps, signal) {
    const [{ openFirmata }, { openFirmataI2c }] = await Promise.all([
      import('./firmata/client.ts'),
      import('./firmata/firmata-i2c.ts'),
    ]);
    return { bus: await openFirmataI2c(await openFirmata(link, deps, signal), signal), leave: async () => {} };
  },
};

export type OpenFor = { readonly link: Link; readonly via: BoardProtocol; readonly clock: Clock };

/** The I2C bus of a board for as long as `work` runs; afterwards the board is as people know it. Errors of the protocol and the bus. */
export async function withI2cBus<T>(o: OpenFor, work: (bus: I2cBus) => Promise<T>, signal: AbortSignal): Promise<T> {
  const { bus, leave } = await openers[o.via](o.link, { clock: o.clock }, signal);
  try {
    return await work(bus);
  } finally {
    await bus.close();
    await leave().catch(() => {}); // a board that has gone needs no farewell
  }
}
