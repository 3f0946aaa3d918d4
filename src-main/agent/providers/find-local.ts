// Looks for model servers on this machine: a short knock at their usual doors, all at once, never on the way to a
// started app. A knock is a connection that is closed again: nothing is said.
import { connect } from 'node:net';
import { catalog, isLookedFor, type VendorEntry } from './catalog.ts';
import { addressFrom, type Environment, environmentConnections } from './environment.ts';

export type FoundServer = { readonly vendor: VendorEntry; readonly baseUrl: string };

const knockMs = 300;

/** Whether anything listens there. */
function answers(url: string, signal: AbortSignal): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    });
    const done = (found: boolean) => {
      socket.destroy();
      signal.removeEventListener('abort', abort);
      resolve(found);
    };
    const abort = () => done(false);
    signal.addEventListener('abort', abort, { once: true });
    socket.setTimeout(knockMs, () => done(false));
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

/**
 * Where to knock, in the order of the catalogue. An address from the environment is always tried; the usual ones only when
 * `search` says so. What the environment connects already is not looked for.
 */
export function doorsOf(o: { environment: Environment; search: boolean }): FoundServer[] {
  const known = new Set(environmentConnections(o.environment).map(({ vendor }) => vendor.id));
  return catalog.flatMap((vendor): FoundServer[] => {
    if (!isLookedFor(vendor) || known.has(vendor.id)) return [];
    const named = addressFrom(vendor, o.environment);
    return named !== undefined || o.search ? [{ vendor, baseUrl: named ?? vendor.baseUrl }] : [];
  });
}

/** The doors at which something answers; none once the signal aborts. */
export async function findLocalServers(doors: readonly FoundServer[], signal: AbortSignal): Promise<FoundServer[]> {
  const open = await Promise.all(doors.map(({ baseUrl }) => answers(baseUrl, signal)));
  return doors.filter((_, index) => open[index]);
}
