// Looks for updates, fetches one when the person says so, and has it installed. One thing at a time; nothing without a key.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError, isAppError, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { UpdateState } from '#main/contract/updates.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import { type Judgement, judge } from './judge.ts';
import { type Manifest, maxManifestBytes, readManifest } from './manifest.ts';
import type { Offer, UpdateHost, UpdateTarget } from './port.ts';
import { compareVersions } from './versions.ts';

export type UpdaterDeps = {
  /** Undefined where nothing can be installed by the app itself. */
  readonly host: UpdateHost | undefined;
  readonly version: string;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly values: Pick<Store['settings'], 'getValue' | 'setValue'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: () => void;
  /** A look of its own has found a version that was not told of before. */
  readonly onFound: (version: string) => void;
};

export interface Updater {
  state(): UpdateState;
  /** Looks now. What is wrong with the list or the way there becomes the state; rejects only when it is cancelled. */
  check(signal: AbortSignal): Promise<UpdateState>;
  /** Fetches what was found; `conflict` when nothing was. Ends with the state `ready`, or `failed` with the reason. */
  download(signal: AbortSignal): Promise<UpdateState>;
  /** Ends a download; nothing of it is left. */
  cancel(): void;
  /** `conflict` unless one is ready. */
  install(when: 'quit' | 'now'): Promise<UpdateState>;
  /** Looks once soon after the start and then daily, while the person wants that. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

export const updateTimes = { firstAfterMs: 30_000, everyMs: 24 * 3_600_000, lookAgainMs: 3_600_000 } as const;
const getTimeoutMs = 30_000;
const storedAs = 'updates.memory';

/** `seen`: the newest list of each channel that was believed. */
const Memory = z.object({
  rolloutId: z.string().default(''),
  checkedAt: z.number().default(0),
  seen: z.object({ stable: z.string().optional(), beta: z.string().optional() }).prefault({}),
});
type Memory = z.infer<typeof Memory>;

/** Why this copy takes no updates at all. */
function offReason(host: UpdateHost | undefined): Extract<UpdateState, { type: 'off' }>['why'] | undefined {
  if (host === undefined) return 'host';
  if (host.keys.length === 0) return 'no_key';
  return host.target === undefined ? 'not_installed' : undefined;
}

const nothingFound = () =>
  new AppError('conflict', 'There is no update to install. Look for one first.', {
    details: { reason: 'update_missing' },
  });

export function createUpdater(d: UpdaterDeps): Updater {
  const { host, clock, log } = d;
  const off = offReason(host);
  let state: UpdateState = off === undefined ? { type: 'idle' } : { type: 'off', why: off };
  let offer: Offer | undefined;
  let working: AbortController | undefined;
  const become = (next: UpdateState): UpdateState => {
    state = next;
    d.onChange();
    return next;
  };

  const readMemory = async (): Promise<Memory> => {
    const memory = Memory.parse((await d.values.getValue(storedAs)) ?? {});
    return memory.rolloutId === '' ? { ...memory, rolloutId: randomUUID() } : memory;
  };

  /** The newest step forward among the lists that the channel looks at, else the best reason why there is none. */
  const look = async (from: { host: UpdateHost; target: UpdateTarget }, signal: AbortSignal): Promise<Judgement> => {
    let memory = await readMemory();
    // Whoever takes betas takes what is finished too.
    const channels =
      d.settings.current().update.channel === 'beta' ? (['beta', 'stable'] as const) : (['stable'] as const);
    const found: Judgement[] = [];
    for (const channel of channels) {
      const manifest = await fetchManifest(from.host, channel, signal);
      if (manifest === undefined) continue;
      const { version } = d;
      const { rolloutId, seen } = memory;
      const here = { version, target: from.target, channel, newestSeen: seen[channel], rolloutId, now: clock.now() };
      found.push(judge(manifest, here));
      memory = { ...memory, seen: { ...seen, [channel]: manifest.releasedAt } };
    }
    await d.values.setValue(storedAs, { ...memory, checkedAt: clock.now() });
    const versionOf = (one: Judgement) => (one.type === 'offer' ? one.offer.version : one.version);
    const [best] = found.toSorted(
      (a, b) => Number(b.type === 'offer') - Number(a.type === 'offer') || compareVersions(versionOf(b), versionOf(a)),
    );
    return best ?? { type: 'none', why: 'same', version: d.version };
  };

  const begin = () => {
    if (working !== undefined)
      throw new AppError('conflict', 'An update is being looked for or fetched already. Wait for it.', {
        details: { reason: 'update_working' },
      });
    working = new AbortController();
    return working;
  };

  /** One piece of work; its failure becomes the state. */
  const work = async (signal: AbortSignal, act: (signal: AbortSignal) => Promise<UpdateState>) => {
    const own = begin();
    const before = state;
    try {
      return become(await act(AbortSignal.any([signal, own.signal])));
    } catch (error) {
      if (isCancelled(error) || own.signal.aborted || signal.aborted)
        return become(offer === undefined || before.type !== 'available' ? { type: 'idle' } : before);
      log.warn('update failed', { error });
      return become({ type: 'failed', error: toErrorData(error), canRetry: offer !== undefined });
    } finally {
      working = undefined;
    }
  };

  const check = (signal: AbortSignal) =>
    work(signal, async (either): Promise<UpdateState> => {
      if (host === undefined || off !== undefined) return state;
      const { target } = host;
      if (target === undefined) return state;
      become({ type: 'checking' });
      const judgement = await look({ host, target }, either);
      const checkedAt = clock.now();
      offer = judgement.type === 'offer' ? judgement.offer : undefined;
      if (offer === undefined) await host.tidy();
      if (judgement.type === 'none') return { type: 'idle', checkedAt, why: judgement.why, version: judgement.version };
      log.info('update found', { version: judgement.offer.version });
      return { type: 'available', update: shownOf(judgement.offer) };
    });

  const download = (signal: AbortSignal) => {
    const wanted = offer;
    if (wanted === undefined || host === undefined) throw nothingFound();
    return work(signal, async (either): Promise<UpdateState> => {
      const update = shownOf(wanted);
      become({ type: 'downloading', update, bytes: 0 });
      const onProgress = ({ bytes }: { bytes: number }) => void become({ type: 'downloading', update, bytes });
      await host.download(wanted, { signal: either, onProgress });
      await host.install('quit');
      log.info('update ready', { version: wanted.version });
      return { type: 'ready', update };
    });
  };

  return {
    state: () => state,
    check: async (signal) => (state.type === 'ready' ? state : check(signal)),
    download: async (signal) => download(signal),
    cancel: () => working?.abort(),
    async install(when) {
      if (state.type !== 'ready' || host === undefined) throw nothingFound();
      await host.install(when);
      return state;
    },
    async run(signal) {
      if (off !== undefined) return;
      let told = '';
      for (let waitMs: number = updateTimes.firstAfterMs; !signal.aborted; waitMs = updateTimes.lookAgainMs) {
        await clock.sleep(waitMs, signal).catch(() => undefined); // aborted: the loop ends
        if (signal.aborted || !d.settings.current().update.automatic || working !== undefined) continue;
        const { checkedAt } = await readMemory();
        const isDue = clock.now() - checkedAt >= updateTimes.everyMs || checkedAt > clock.now();
        if (!isDue || state.type === 'ready') continue;
        const seen = await check(signal);
        if (seen.type !== 'available' || seen.update.version === told) continue;
        told = seen.update.version;
        d.onFound(told);
      }
    },
  };
}

const shownOf = ({ version, notes, releasedAt, file }: Offer) => ({
  version,
  notes,
  releasedAt: Date.parse(releasedAt),
  sizeBytes: file.sizeBytes,
});

/** Undefined where the channel has no list yet. Throws `forbidden` for one that our keys have not signed. */
async function fetchManifest(host: UpdateHost, channel: string, signal: AbortSignal): Promise<Manifest | undefined> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(getTimeoutMs)]);
  const url = `${host.feedUrl}/limpet-${channel}.json`;
  const get = (address: string, maxBytes: number) => host.get(address, { maxBytes, signal: limit });
  let bytes: Uint8Array;
  try {
    bytes = await get(url, maxManifestBytes);
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') return undefined;
    throw error;
  }
  const signature = Buffer.from(await get(`${url}.sig`, 1_024)).toString();
  const manifest = readManifest(bytes, signature, host.keys);
  if (manifest === undefined)
    throw new AppError(
      'forbidden',
      'The list of updates is not signed by the makers of Limpet. Nothing was installed.',
      {
        details: { reason: 'update_unsigned' },
      },
    );
  return manifest;
}
