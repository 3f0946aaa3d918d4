// Recordings that the person opened to be played: each stands among the devices until it is put away.
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Recording } from './links/replay/recording.ts';
import { readRecordingFile } from './links/replay/recording-file.ts';
import { createReplayLink, type Replay } from './links/replay/replay-link.ts';
import type { DeviceIdentity, LinkOpener } from './port/link.ts';

export type RecordingToPlay = { readonly id: string; readonly path: string; readonly name: string };

export interface Replays {
  /**
   * Each opening plays from the beginning. One that is among them already stays. Errors: `not_found` (`recording_missing`),
   * `invalid_input` (`recording_damaged`), `conflict` (`too_many_recordings`).
   */
  add(o: RecordingToPlay): Promise<DeviceIdentity>;
  has(id: string): boolean;
  /** Bytes to the device that the recording stands still for. */
  awaited(id: string): Uint8Array | undefined;
  /** As pulling the plug. */
  remove(id: string): void;
  readonly opener: LinkOpener;
}

const maxRecordings = 16;

type Shelf = { readonly identity: DeviceIdentity; readonly recording: Recording; played?: Replay };

export const replayKey = (id: string) => `replay:${id}`;

/** `onChange`: one begins or ends to wait for bytes, or to be played. */
export function createReplays({ clock, onChange }: { clock: Clock; onChange: () => void }): Replays {
  const shelf = new Map<string, Shelf>();
  return {
    async add({ id, path, name }) {
      const key = replayKey(id);
      const known = shelf.get(key);
      if (known !== undefined) return known.identity;
      if (shelf.size >= maxRecordings)
        throw new AppError('conflict', `At most ${maxRecordings} recordings are kept open. Put one away first.`, {
          details: { reason: 'too_many_recordings' },
        });
      const recording = await readRecordingFile(path);
      const { manufacturer } = recording.header.device;
      const identity: DeviceIdentity = {
        ...{ transport: 'replay', key, path: key, product: name },
        ...(manufacturer === undefined ? {} : { manufacturer }),
      };
      shelf.set(key, { identity, recording });
      return identity;
    },
    has: (id) => shelf.has(replayKey(id)),
    awaited: (id) => shelf.get(replayKey(id))?.played?.awaited(),
    remove(id) {
      const place = shelf.get(replayKey(id));
      shelf.delete(replayKey(id));
      place?.played?.unplug();
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
        if (place.played !== undefined)
          throw new AppError('conflict', 'This recording is being played already. Disconnect it first.', {
            details: { reason: 'device_busy', facts: { path: key } },
          });
        const onEnd = () => {
          delete place.played;
          onChange();
        };
        const { identity, recording } = place;
        place.played = createReplayLink({ identity, recording, clock, onEnd, onAwait: onChange });
        return place.played.link;
      },
    },
  };
}
