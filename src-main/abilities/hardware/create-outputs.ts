// What is switched on boards: within the limits, no more often than they say, known until it is safe again, and stopped at once.
import { AppError, isAppError, isCancelled } from '#main/contract/errors.ts';
import { type Clock, cancelled } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import { benchStopped, limitOf, otherProtocol, outsideEnvelope, refusalOf } from './envelope/device-order.ts';
import { makeSafe } from './envelope/make-safe.ts';
import { setPin } from './envelope/set-pin.ts';
import { createSwitchRate } from './envelope/switch-rate.ts';
import type { DeviceRights, Devices, SentBy } from './port/devices.ts';
import type { OutputOrder, Outputs, StopCause, StopReport, SwitchedOutput } from './port/outputs.ts';
import { withBoard } from './protocols/registry.ts';

export type OutputsDeps = {
  readonly devices: Pick<Devices, 'session' | 'rights' | 'open' | 'noteSpeaks' | 'onOpened' | 'onClosing'>;
  /** Whether it was stopped when we ended, and to keep it. */
  readonly kept: { load(): Promise<boolean>; save(isStopped: boolean): Promise<void> };
  readonly clock: Clock;
  readonly log: Log;
};

export interface OwnedOutputs extends Outputs {
  /** Whether this pin is on. */
  isOn(device: string, pin: string): boolean;
  /** The board itself has said that its outputs are safe. */
  noteSafe(device: string): void;
  /** What was sent there may have switched something that is on no list. */
  noteTouched(device: string): void;
  /** Resolves when it is known whether the bench was left stopped. */
  readonly ready: Promise<void>;
}

type On = SwitchedOutput & { readonly safe: number; readonly by: SentBy };

const stopMs = 2_500;
/** By these the bench stays stopped until the person lets go. */
const latching: ReadonlySet<StopCause> = new Set<StopCause>(['person', 'board']);
/** These happen to one run or one device; the others to everything. */
const wide: ReadonlySet<StopCause> = new Set<StopCause>(['person', 'board', 'sleep', 'quit']);
/** Nothing was sent. */
const unsent: ReadonlySet<string> = new Set([
  'outside_envelope',
  'bench_stopped',
  'device_closed',
  'device_queue',
  'no_such_pin',
  'board_lacks',
]);

const asAppError = (error: unknown): AppError => {
  if (isCancelled(error) || !isAppError(error))
    return new AppError('timeout', 'The device did not take the order in time. Look at it, or cut its power.', {
      cause: error,
      details: { reason: 'not_made_safe' },
    });
  return error;
};

export function createOutputs(d: OutputsDeps): OwnedOutputs {
  const { clock, devices } = d;
  const on = new Map<string, On>();
  const touched = new Set<string>();
  const rate = createSwitchRate(() => clock.monotonic());
  const listeners = new Set<() => void>();
  let isStopped = false;
  /** Grows with each stop: what was ordered before it is not carried out after it. */
  let stops = 0;
  let unsafe: StopReport['failed'] = [];
  const placeOf = ({ device, pin }: Pick<OutputOrder, 'device' | 'pin'>) => `${device}\n${pin}`;
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const ready = d.kept.load().then(
    (was) => {
      isStopped ||= was;
      if (was) tell();
    },
    (error: unknown) => {
      isStopped = true; // nobody knows: the safe one of the two
      d.log.error('bench state not read', { error });
    },
  );

  const refusal = async (order: OutputOrder, rights: DeviceRights): Promise<AppError | undefined> => {
    await ready;
    const { device, pin, value } = order;
    if (isStopped) return benchStopped();
    if (!(value >= 0 && value <= 1)) return outsideEnvelope(`pin ${pin} at ${value}`);
    const limit = limitOf(pin, rights.limits);
    const other = otherProtocol(rights, order.via);
    if (other !== undefined) return other;
    const outside = refusalOf({ type: 'output', pin, value }, rights.limits);
    if (outside !== undefined || limit === undefined || value === limit.safe) return outside;
    return rate.refusalOf(placeOf({ device, pin }), pin, limit.perMinute);
  };

  const set: Outputs['set'] = async (order, by, signal) => {
    const rights = await devices.rights(order.device);
    const refused = await refusal(order, rights);
    if (refused !== undefined) throw refused;
    const began = stops;
    const check = () => {
      if (stops !== began || isStopped) throw benchStopped();
    };
    const place = placeOf(order);
    const safe = limitOf(order.pin, rights.limits)?.safe ?? 0;
    const before = on.get(place);
    rate.take(place);
    // On the list before the first byte: one that fails half-way may be on.
    if (order.value !== safe) on.set(place, { ...order, safe, by, since: clock.now() });
    tell();
    try {
      const sender: SentBy = by.by === 'agent' ? { ...by, permit: { check } } : by;
      await devices.session(order.device).lend(
        sender,
        (link) =>
          withBoard(
            { link, via: order.via, clock },
            async (board) => {
              const gpio = await board.gpio(signal);
              check();
              await setPin(gpio, order, signal);
            },
            signal,
          ),
        signal,
      );
    } catch (error) {
      if (isAppError(error) && unsent.has(error.details?.reason ?? '')) {
        if (before === undefined) on.delete(place);
        else on.set(place, before);
        tell();
      }
      throw error;
    }
    if (stops === began) {
      if (order.value === safe) on.delete(place);
      // What the board said meanwhile was of a moment before.
      else if (!on.has(place)) on.set(place, { ...order, safe, by, since: clock.now() });
    }
    await devices.noteSpeaks(order.device, order.via);
    tell();
  };

  const safeOne = async (device: string, which: readonly On[], cause: StopCause): Promise<void> => {
    const rights = await devices.rights(device);
    const signal = AbortSignal.timeout(stopMs);
    const by: SentBy = cause === 'person' ? { by: 'person' } : { by: 'limpet' };
    const isWhole = wide.has(cause) || cause === 'disconnect';
    await makeSafe({ session: devices.session(device), rights, pins: which, isWhole, by, clock }, signal);
    for (const one of which) if (on.get(placeOf(one)) === one) on.delete(placeOf(one));
    if (isWhole) touched.delete(device);
  };
  /** Each device by itself: one that hangs holds up none of the others. */
  const safeAll = async (keys: readonly string[], of: (one: On) => boolean, cause: StopCause): Promise<StopReport> => {
    const safe: string[] = [];
    const failed: { device: string; error: AppError }[] = [];
    await Promise.all(
      keys.map(async (device) => {
        const which = [...on.values()].filter((one) => one.device === device && of(one));
        const late = new AbortController();
        try {
          const limit = clock.sleep(stopMs, late.signal).then(() => {
            throw cancelled();
          });
          limit.catch(() => {}); // it lost the race
          await Promise.race([safeOne(device, which, cause), limit]);
          safe.push(device);
        } catch (error) {
          d.log.error('device not made safe', { error, cause });
          failed.push({ device, error: asAppError(error) });
        } finally {
          late.abort();
        }
      }),
    );
    unsafe = [...unsafe.filter(({ device }) => !keys.includes(device)), ...failed];
    tell();
    return { safe, failed };
  };
  /** Open ones where a stop has something to do; ones that are not there only if something was on. */
  const reached = async (): Promise<string[]> => {
    const open = devices.open();
    const wanted = await Promise.all(
      open.map(async (key) => {
        const rights = await devices.rights(key).catch(() => undefined);
        const names = rights?.limits;
        const hasWords = names !== undefined && (names.outputs.length > 0 || names.safeLines.length > 0);
        return touched.has(key) || hasWords || rights?.speaks === 'limpet' ? [key] : [];
      }),
    );
    return [...new Set([...wanted.flat(), ...[...on.values()].map(({ device }) => device)])];
  };

  devices.onOpened((key) => {
    if ([...on.values()].some(({ device }) => device === key)) void safeAll([key], () => true, 'disconnect');
  });
  devices.onClosing(async (key, why) => {
    const hasOn = [...on.values()].some(({ device }) => device === key);
    if (hasOn || touched.has(key)) await safeAll([key], () => true, why);
  });

  return {
    ready,
    set,
    async refusalOf(order) {
      const rights = await devices.rights(order.device).catch((error: unknown) => asAppError(error));
      return rights instanceof AppError ? rights : refusal(order, rights);
    },
    list: () => [...on.values()].map(({ safe: _safe, by: _by, ...one }) => one),
    async stopAll(cause) {
      stops += 1;
      if (latching.has(cause)) isStopped = true;
      tell();
      const keeping = latching.has(cause) ? d.kept.save(true) : undefined;
      const report = await safeAll(await reached(), () => true, cause);
      await keeping?.catch((error: unknown) => d.log.error('stop not kept', { error }));
      return report;
    },
    stopSession(sessionId) {
      const isOf = ({ by }: On) => by.by === 'agent' && by.sessionId === sessionId;
      const keys = [...new Set([...on.values()].filter(isOf).map(({ device }) => device))];
      return safeAll(keys, isOf, 'turn');
    },
    get isStopped() {
      return isStopped;
    },
    get unsafe() {
      return unsafe;
    },
    release() {
      isStopped = false;
      unsafe = [];
      void d.kept.save(false).catch((error: unknown) => d.log.error('release not kept', { error }));
      tell();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isOn: (device, pin) => on.has(placeOf({ device, pin })),
    noteSafe(device) {
      const places = [...on].filter(([, one]) => one.device === device).map(([place]) => place);
      for (const place of places) on.delete(place);
      if (places.length > 0) tell();
    },
    noteTouched: (device) => touched.add(device),
  };
}
