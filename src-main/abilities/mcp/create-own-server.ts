// Limpet as a server: off unless switched on, behind a token over HTTP, and for the owner's own command line.
import { AppError } from '#main/contract/errors.ts';
import { Cursor } from '#main/contract/ids.ts';
import type { OwnServer } from './port.ts';
import { createHttpSessions } from './server/http-sessions.ts';
import type { Offer } from './server/offer.ts';
import { createOwnOffer, type OwnPlace, type OwnToolsDeps } from './server/own-tools.ts';
import type { WireTransport } from './server/wire-transport.ts';

export type OwnServerDeps = OwnToolsDeps & {
  /** In the given folder, or in the usual one. */
  readonly place: (workspace: string | undefined) => ReturnType<OwnPlace>;
  readonly isEnabled: () => boolean;
  readonly token: {
    create(): Promise<string>;
    check(token: string): Promise<boolean>;
    exists(): Promise<boolean>;
  };
  readonly version: string;
  readonly onChange: () => void;
  /** Instead of Limpet's own tools; the suite of the protocol brings what it asks for. */
  readonly offer?: Offer;
};

const nowhere = Cursor.parse('mcp:0');
const maxConnections = 32;

export function createOwnServer(d: OwnServerDeps): OwnServer {
  const log = d.log.child('mcp');
  const offerFor = (workspace: string | undefined): Offer => {
    if (d.offer !== undefined) return d.offer;
    let made: ReturnType<OwnPlace> | undefined;
    const place = () => {
      made ??= d.place(workspace);
      return made;
    };
    return createOwnOffer(place, { ...d, log });
  };
  const http = createHttpSessions({ ...d, offer: () => offerFor(undefined) });
  const served = new Map<string, Promise<WireTransport>>();
  return {
    isEnabled: d.isEnabled,
    state: async () => ({ enabled: d.isEnabled(), hasToken: await d.token.exists() }),
    async createToken() {
      const token = await d.token.create();
      await http.close();
      log.info('token made');
      d.onChange();
      return token;
    },
    checkToken: async (token) => d.isEnabled() && (await d.token.check(token)),
    handle: http.handle,
    async *serve({ connection, workspace }, signal) {
      if (served.has(connection) || served.size >= maxConnections)
        throw new AppError('conflict', 'This connection is being served already, or there are too many.');
      const connected = (async () => {
        const [{ WireTransport: Wire }, { createProtocolServer }] = await Promise.all([
          import('./server/wire-transport.ts'),
          import('./server/protocol-server.ts'),
        ]);
        const transport = new Wire();
        const server = createProtocolServer(offerFor(workspace), d);
        await server.connect(transport);
        return { transport, server };
      })();
      // Known at once: a program says its first words before everything here is loaded.
      const opened = connected.then(({ transport }) => transport);
      served.set(connection, opened);
      opened.catch(() => {}); // whoever reads hears of it
      try {
        const { transport } = await connected;
        for await (const message of transport.read(signal)) yield { cursor: nowhere, data: { message } };
      } finally {
        served.delete(connection);
        await connected.then(({ server }) => server.close()).catch(() => {}); // it never began
      }
    },
    async tell(connection, message) {
      const transport = served.get(connection);
      if (transport === undefined) throw new AppError('not_found', 'This connection is not served. Open it first.');
      (await transport).take(message);
    },
    close: async () => {
      await http.close();
      await Promise.all([...served.values()].map((one) => one.then((transport) => transport.close()).catch(() => {})));
    },
  };
}
