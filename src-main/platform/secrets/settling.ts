// What is done once after a start, and again when a place has opened: learn every key, and go on with a move.
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { ChosenPlace } from './chosen-place.ts';
import type { Mover } from './moves/mover.ts';
import type { Places } from './places.ts';
import type { SecretsIndex } from './secrets-index.ts';
import type { Vault } from './vault.ts';

export type SettlingDeps = {
  readonly index: SecretsIndex;
  readonly places: Places;
  readonly chosen: ChosenPlace;
  readonly vault: Vault;
  readonly mover: Pick<Mover, 'resume'>;
  /** Every value that could be read. */
  readonly learn: (value: string) => void;
  readonly log: Log;
};

export interface Settling {
  /** Once; later calls wait for the same. Never rejects. */
  settle(signal: AbortSignal): Promise<void>;
  /** Anew, after something has opened. Never rejects. */
  again(): Promise<void>;
}

export function createSettling(d: SettlingDeps): Settling {
  const { index, places, vault } = d;
  const isReady = (name: string) => {
    const entry = index.get(name);
    return entry !== undefined && places.of(entry.at).report().state === 'ready';
  };
  const takeIn = async (place: 'passphrase-file' | 'safe-storage') => {
    if (places.of(place).report().state !== 'ready') return;
    await vault.reconcile(place).catch((error: unknown) => d.log.warn('place not read', { place, error }));
  };
  const run = async (signal: AbortSignal) => {
    await d.chosen.settled();
    await takeIn('passphrase-file');
    await takeIn('safe-storage');
    for (const name of index.state().keys.keys()) {
      // A place that has just refused is not asked for every other key too: each time it might ask its owner.
      if (signal.aborted || !isReady(name)) continue;
      const value = await vault.read(name).catch(() => undefined); // the place has noted its trouble
      if (value !== undefined) d.learn(value);
    }
    await d.mover.resume(signal);
  };
  let life: AbortSignal = neverAborts;
  let settling: Promise<void> | undefined;
  const begin = () => {
    settling = run(life).catch((error: unknown) => d.log.warn('secrets not settled', { error }));
    return settling;
  };
  return {
    settle(signal) {
      if (settling !== undefined) return settling;
      life = signal;
      return begin();
    },
    again: begin,
  };
}
