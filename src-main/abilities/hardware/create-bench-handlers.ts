// Domain `bench` of the contract.
import type { BenchState, bench as domain } from '#main/contract/bench.ts';
import { isCancelled, toErrorData } from '#main/contract/errors.ts';
import { Cursor } from '#main/contract/ids.ts';
import type { Ctx, Handlers, StreamItem } from '#main/contract/kernel.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { createNews } from './news.ts';
import type { Devices } from './port/devices.ts';
import type { Outputs, StopReport } from './port/outputs.ts';

export type BenchHandlersDeps = {
  readonly devices: Pick<Devices, 'open' | 'rights' | 'setLimits' | 'onChange'>;
  readonly outputs: Outputs;
  readonly clock: Clock;
};

export function benchHandlers({ devices, outputs, clock }: BenchHandlersDeps): Handlers<typeof domain, Ctx> {
  const rightsOf = (key: string) => devices.rights(key).catch(() => undefined); // forgotten meanwhile
  const unsafeOf = (failed: StopReport['failed']) =>
    Promise.all(
      failed.map(async ({ device, error }) => {
        const rights = await rightsOf(device);
        return { device, deviceName: rights?.name ?? device, error: toErrorData(error) };
      }),
    );
  const now = async (): Promise<BenchState> => ({
    isStopped: outputs.isStopped,
    connected: devices.open().length,
    outputs: await Promise.all(
      outputs.list().map(async ({ device, pin, value, since }) => {
        const rights = await rightsOf(device);
        const name = rights?.limits?.outputs.find((one) => one.pin === pin)?.name;
        return {
          device,
          deviceName: rights?.name ?? device,
          pin,
          value,
          since,
          ...(name === undefined ? {} : { name }),
        };
      }),
    ),
    unsafe: await unsafeOf(outputs.unsafe),
  });

  async function* follow(signal: AbortSignal): AsyncGenerator<StreamItem<BenchState>> {
    const news = createNews(clock);
    const ends = [outputs.onChange(news.tell), devices.onChange(news.tell)];
    let shown = '';
    try {
      for (let count = 1; ; ) {
        const seen = news.count;
        const data = await now();
        const said = JSON.stringify(data);
        if (said !== shown) {
          yield { cursor: Cursor.parse(`bench:${count}`), data };
          count += 1;
        }
        shown = said;
        await news.next(seen, signal);
      }
    } catch (error) {
      if (!isCancelled(error)) throw error;
    } finally {
      for (const end of ends) end();
    }
  }

  return {
    follow: (_input, { signal }) => follow(signal),
    stopAll: async () => {
      const { safe, failed } = await outputs.stopAll('person');
      return { safe: [...safe], unsafe: await unsafeOf(failed) };
    },
    release: async () => {
      outputs.release();
      return {};
    },
    setLimits: async ({ key, limits }) => ({ device: await devices.setLimits(key, limits) }),
  };
}
