// What the steps of a scene share: the devices as the product has them, waiting for a card, and writing down what was found.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createDevices } from '#main/abilities/hardware/create-devices.ts';
import type { Devices } from '#main/abilities/hardware/port/devices.ts';
import { linkOpeners } from '#main/abilities/hardware/registry.ts';
import { createMemoryStore } from '#main/abilities/hardware/testing/memory-device-store.ts';
import type { Device } from '#main/contract/devices.ts';
import { createServices } from '#main/guard/sandbox/create-services.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';

export const stop = new AbortController();

export function createBench(): Devices {
  const services = createServices({ environment: {}, platform: 'linux', log: silentLog });
  const devices = createDevices({
    openers: linkOpeners({ services, platform: 'linux', furtherPorts: () => [] }),
    ...{ store: createMemoryStore([]), clock: systemClock, log: silentLog, platform: 'linux' },
    activity: { note: async () => {} },
  });
  void devices.run(stop.signal);
  return devices;
}

/** The driver of an MCP2221A asks it six times before it listens, and waits four seconds for each answer. */
const waitMs = 90_000;

/** The first card that fits, and how long it took to come. */
export async function waitForCard(devices: Devices, fits: (device: Device) => boolean) {
  const begun = performance.now();
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(waitMs)]);
  let last: readonly Device[] = [];
  for await (const now of devices.follow(signal)) {
    last = now;
    const device = now.find(fits);
    if (device !== undefined) return { device, ms: Math.round(performance.now() - begun) };
  }
  throw new Error(`no such card within ${waitMs} ms: ${JSON.stringify(last)}`);
}

const start = promisify(execFile);
/** What it printed. Never waits standing still: the chip that a driver asks is answered by this very process. */
export const run = async (program: string, ...given: string[]) => (await start(program, given)).stdout;
export const modprobe = (...given: string[]) => run('modprobe', '-d', process.env.MODULES ?? '', ...given);

/** A fact for whoever booted the machine; a step that fails does not end the scene. */
export async function step(name: string, work: () => Promise<unknown>): Promise<void> {
  const value = await work().catch((error: unknown) => ({
    failed: error instanceof Error ? error.stack : String(error),
  }));
  process.stdout.write(`\n@@fact ${JSON.stringify({ name, value })}\n`);
}

/** Takes a driver out, as soon as the last program that had something of it open has ended. */
export async function unload(driver: string): Promise<void> {
  for (let left = 40; ; left -= 1) {
    const isOut = await modprobe('-r', driver).then(
      () => true,
      (error: unknown) => {
        if (left === 0) throw error;
        return false;
      },
    );
    if (isOut) return;
    await systemClock.sleep(250, stop.signal);
  }
}
