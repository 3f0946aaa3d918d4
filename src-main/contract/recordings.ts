// Recordings of what went over the line to a device, both ways: made, kept, and played again as a device of their own.
import { z } from 'zod';
import { DeviceKey } from './devices.ts';
import { BlobId, Timestamp } from './ids.ts';
import { command, stream } from './kernel.ts';

export const RecordingId = z.uuid();
const RecordingName = z.string().trim().min(1).max(100);

export const Recording = z.object({
  id: RecordingId,
  name: z.string(),
  /** When it was begun, or brought in. */
  at: Timestamp,
  sizeBytes: z.number().int().nonnegative(),
  /** The device whose line is being recorded; left out when it is finished. */
  recording: DeviceKey.optional(),
  /** The device that plays it. */
  playing: DeviceKey.optional(),
  /** Bytes to the device that it waits for, as text with escapes, before it goes on. */
  waitsFor: z.string().optional(),
});
export type Recording = z.infer<typeof Recording>;

const ofRecording = z.object({ id: RecordingId });

export const recordings = {
  /** The newest first, and again with every change. */
  watch: stream(z.object({}), z.object({ recordings: z.array(Recording) })),
  /**
   * From now on, until it is stopped, the device is disconnected or unplugged, or 16 MiB are full. Errors: `conflict`
   * (`device_closed`, `recording_runs`, `recordings_full`), `unavailable` (`recording_not_saved`).
   */
  start: command(z.object({ key: DeviceKey }), z.object({ id: RecordingId })),
  /** Resolves when it is on the disk. Stopped already: nothing happens. */
  stop: command(ofRecording, z.object({})),
  rename: command(ofRecording.extend({ name: RecordingName }), z.object({})),
  /** For good. */
  remove: command(ofRecording, z.object({})),
  /** As a file for elsewhere; fetched like an attachment, gone an hour later. */
  export: command(ofRecording, z.object({ blobId: BlobId, name: z.string(), sizeBytes: z.number().int() })),
  /** A file from elsewhere. Errors: `invalid_input` (`recording_damaged`), `conflict` (`recordings_full`). */
  import: command(z.object({ blobId: BlobId, name: RecordingName }), z.object({ id: RecordingId })),
  /** From here on `replay:<id>` is among the devices, to be allowed like any other. `conflict` (`recording_runs`). */
  play: command(ofRecording, z.object({ key: DeviceKey })),
  /** Sends the bytes that it waits for, by the person's hand. Errors as `devices.write`. */
  sendAwaited: command(ofRecording, z.object({})),
  /** As pulling the plug; it is no longer among the devices. */
  putAway: command(ofRecording, z.object({})),
};
