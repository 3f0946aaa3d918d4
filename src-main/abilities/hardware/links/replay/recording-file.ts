// A recording on the disk: written as it grows, for its owner alone.
import { createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { AppError } from '#main/contract/errors.ts';
import { parseRecording, type Recording, recordingLimits } from './recording.ts';

export interface RecordingFile {
  write(line: string): void;
  /** Resolves when all of it is on the disk. Errors: `unavailable` (`recording_not_saved`), also of an earlier write. */
  close(): Promise<void>;
}

const notSaved = (cause: unknown) =>
  new AppError(
    'unavailable',
    'The recording could not be saved. Look whether the disk is full, or choose another place.',
    {
      cause,
      details: { reason: 'recording_not_saved' },
    },
  );

/** A file that is there already is never written over. Errors: `unavailable` (`recording_not_saved`). */
export async function createRecordingFile(path: string): Promise<RecordingFile> {
  const stream = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  let failure: unknown;
  await new Promise<void>((resolve, reject) => {
    stream.once('open', () => resolve());
    stream.once('error', (cause) => reject(notSaved(cause)));
  });
  stream.on('error', (cause) => {
    failure = cause;
  });
  return {
    write: (line) => void (failure === undefined && stream.write(line)),
    close: () =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(notSaved(failure));
        stream.end((cause?: Error | null) => (cause ? reject(notSaved(cause)) : resolve()));
      }),
  };
}

/** Errors: `invalid_input` (`recording_damaged`), `not_found` (`recording_missing`). */
export async function readRecordingFile(path: string): Promise<Recording> {
  try {
    // A larger file is no recording; what it holds is not worth reading to say so.
    const { size } = await stat(path);
    return parseRecording(size > 2 * recordingLimits.fileBytes ? '' : await readFile(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      throw new AppError('not_found', 'This recording is no longer there. Choose another file.', {
        cause,
        details: { reason: 'recording_missing' },
      });
    throw cause;
  }
}
