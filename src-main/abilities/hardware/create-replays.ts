// Recordings that the person opened to be played: each stands among the devices until it is put away.
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Recording } from './links/replay/recording.ts';
import { readRecordingFile } from './links/replay/recording-file.ts';
import { createReplayLink } from './links/replay/replay-link.ts';
import type { DeviceIdentity, LinkOpener } from './port/link.ts';

export interface Replays {
  /** Each opening plays from the beginning. Errors: `not_found` (`recording_missing`), `invalid_input` (`recording_damaged`), `conflict` (`too_many_recordings`). */
  add(path: string): Promise<DeviceIdentity>;
  /** As pulling the plug. */
  remove(key: string): void;
  readonly opener: LinkOpener;
}

const maxRecordings = 16;

type Shelf = { readonly identity: DeviceIdentity; readonly recording: Recording; unplug?: () => void };

export function createReplays({ clock }: { readonly clock: Clock }): Replays {
  const shelf = new Map<string, Shelf>();
  let count = 0;
  return {
    async add(path) {
      if (shelf.size >= maxRecordings)
        throw new AppError('conflict', `At most ${maxRecordings} recordings are kept open. Put one away first.`, {
          details: { reason: 'too_many_recordings' },
        });
      const recording = await readRecordingFile(path);
      count += 1;
      const { manufacturer, product } = recording.header.device;
      const identity: DeviceIdentity = {
        transport: 'replay',
        key: `replay:${count}`,
        path: `replay:${count}`,
        ...(manufacturer === undefined ? {} : { manufacturer }),
        ...(product === undefined ? {} : { product }),
      };
      shelf.set(identity.key, { identity, recording });
      return identity;
    },
    remove(key) {
      const place = shelf.get(key);
      shelf.delete(key);
      place?.unplug?.();
    },
    opener: {
      transport: 'replay',
      list: async () => [...shelf.values()].map(({ identity }) => identity),
      async open({ key }, _line, signal) {
        throwIfAborted(signal);
        const place = shelf.get(key);
        if (place === undefined)
          throw new AppError('not_found', 'This recording was put away. Open it again.', {
            details: { reason: 'device_gone' },
          });
        if (place.unplug !== undefined)
          throw new AppError('conflict', 'This recording is being played already. Disconnect it first.', {
            details: { reason: 'device_busy', facts: { path: key } },
          });
        const onEnd = () => {
          delete place.unplug;
        };
        const played = createReplayLink({ identity: place.identity, recording: place.recording, clock, onEnd });
        place.unplug = played.unplug;
        return played.link;
      },
    },
  };
}
