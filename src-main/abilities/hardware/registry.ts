// Every way to a device: one line each, loaded with its first use.
import type { BusOpenerDeps } from './links/linux/bus-opener.ts';
import type { SerialOpenerDeps } from './links/serial/serial-opener.ts';
import type { LinkOpener } from './port/link.ts';

export type LinkOpenersDeps = SerialOpenerDeps & BusOpenerDeps;

const lazy = (transport: LinkOpener['transport'], load: () => Promise<LinkOpener>): LinkOpener => {
  let loaded: Promise<LinkOpener> | undefined;
  const opener = () => {
    loaded ??= load();
    return loaded;
  };
  return {
    transport,
    list: async (signal) => (await opener()).list(signal),
    open: async (identity, o, signal) => (await opener()).open(identity, o, signal),
  };
};

export const linkOpeners = (d: LinkOpenersDeps): readonly LinkOpener[] => [
  lazy('i2c', async () => (await import('./links/linux/bus-opener.ts')).createBusOpener(d)),
  lazy('serial', async () => (await import('./links/serial/serial-opener.ts')).createSerialOpener(d)),
  lazy('hid', async () => (await import('./links/hid/hid-opener.ts')).createHidOpener({ platform: d.platform })),
];
