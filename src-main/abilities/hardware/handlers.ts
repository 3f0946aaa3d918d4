// Domain `devices` of the contract.
import type { devices as domain } from '#main/contract/devices.ts';
import { Cursor } from '#main/contract/ids.ts';
import type { Ctx, Handlers, StreamItem } from '#main/contract/kernel.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { followBoards } from './follow-boards.ts';
import type { Devices } from './port/devices.ts';
import type { VirtualBoards } from './port/virtual.ts';

const nothing = {};
/** Bytes that went, as UTF-8. */
const encode = (text: string) => Buffer.from(text, 'utf8');

/** Sent whole each time, so a reader that comes back needs no old place. */
async function* numbered<T>(items: AsyncIterable<T>): AsyncGenerator<StreamItem<T>> {
  let count = 0;
  for await (const data of items) {
    count += 1;
    yield { cursor: Cursor.parse(`devices:${count}`), data };
  }
}

async function* listed(devices: Devices, signal: AbortSignal) {
  for await (const now of devices.follow(signal)) yield { devices: [...now] };
}

type DevicesHandlersDeps = {
  readonly devices: Devices;
  readonly boards: Pick<VirtualBoards, 'start' | 'stop' | 'list' | 'onChange' | 'press' | 'setAnalog'>;
  readonly clock: Clock;
};

export function devicesHandlers({ devices, boards, clock }: DevicesHandlersDeps): Handlers<typeof domain, Ctx> {
  return {
    list: async (_input, { signal }) => ({ devices: [...(await devices.list(signal))] }),
    follow: (_input, { signal }) => numbered(listed(devices, signal)),
    allow: async ({ key }, { signal }) => ({ device: await devices.allow(key, signal) }),
    forget: async ({ key }) => {
      await devices.forget(key);
      return nothing;
    },
    change: async ({ key, ...change }) => ({ device: await devices.change(key, change) }),
    connect: async ({ key }, { signal }) => ({ device: await devices.connect(key, signal) }),
    disconnect: async ({ key }) => ({ device: await devices.disconnect(key) }),
    console: (input, { signal }) => numbered(devices.console(input.key, signal)),
    startBoard: async ({ name }, { signal }) => {
      await boards.start(name, signal);
      await devices.list(signal); // whoever looks sees it at once
      return nothing;
    },
    stopBoard: async ({ name }, { signal }) => {
      await boards.stop(name);
      await devices.list(signal);
      return nothing;
    },
    followBoards: (_input, { signal }) => numbered(followBoards({ boards, clock }, signal)),
    pressButton: async ({ button, holdMs }) => {
      boards.press(button, holdMs);
      return nothing;
    },
    turnKnob: async ({ channel, volt }) => {
      boards.setAnalog(channel, volt);
      return nothing;
    },
    write: async ({ key, text, end }, { signal }) => {
      const bytes = encode(text + end);
      await devices.session(key).write(bytes, { by: 'person' }, AbortSignal.any([signal, AbortSignal.timeout(10_000)]));
      return { sentBytes: bytes.length };
    },
  };
}
