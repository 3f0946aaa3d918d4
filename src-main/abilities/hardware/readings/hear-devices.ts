// The lines of all devices on their way to the readings.
import type { HeardLines, Readings } from '../port/readings.ts';
import { createLineListener, type LineListener } from './hear-lines.ts';

const maxDevices = 64;

/** For `DevicesDeps.onLines`. */
export function hearDevices(readings: Pick<Readings, 'note'>): HeardLines {
  const listeners = new Map<string, LineListener>();
  const listenerOf = (key: string): LineListener => {
    const listener = listeners.get(key) ?? createLineListener();
    listeners.delete(key);
    listeners.set(key, listener); // the one that has been silent for longest goes first
    const [oldest] = listeners.keys();
    if (listeners.size > maxDevices && oldest !== undefined) listeners.delete(oldest);
    return listener;
  };
  return (key, lines, o) => {
    const listener = listenerOf(key);
    const heard = lines.flatMap((line) => listener.hear(line, o));
    const measured = heard.flatMap(({ at, readings: found }) => found.map((one) => ({ ...one, device: key, at })));
    if (measured.length > 0) readings.note(measured);
  };
}
