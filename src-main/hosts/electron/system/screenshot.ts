// A picture of the screen, as a file for the message field. Taken only when the person asks, and sent by nobody but them.
import { Readable } from 'node:stream';
import type { DesktopCapturer, SystemPreferences } from 'electron';
import { type Attachment, chatLimits } from '#main/contract/chat.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { BlobStore } from '#main/platform/store/port.ts';

export type ScreenshotDeps = {
  readonly desktopCapturer: Pick<DesktopCapturer, 'getSources'>;
  readonly systemPreferences: Pick<SystemPreferences, 'getMediaAccessStatus'>;
  readonly platform: NodeJS.Platform;
  readonly blobs: () => Pick<BlobStore, 'put'> | undefined;
  readonly clock: Pick<Clock, 'now'>;
};
export type ScreenToTake = {
  /** Electron's id of the display, and its size in real pixels. */
  readonly displayId: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly signal: AbortSignal;
};

const longestSide = 3_840;

const notAllowed = () =>
  new AppError(
    'forbidden',
    'The system does not let Limpet see the screen. Allow it in the privacy settings under screen recording.',
    { details: { reason: 'screen_refused' } },
  );

/** `forbidden` where the system says no; `unavailable` when there was no picture, as after a portal was closed. */
export function createScreenshot({ desktopCapturer, systemPreferences, platform, blobs, clock }: ScreenshotDeps) {
  return async ({ displayId, size, signal }: ScreenToTake): Promise<Attachment> => {
    const store = blobs();
    if (store === undefined) throw new AppError('unavailable', 'Limpet is still starting. Try again.');
    if (platform === 'darwin' && ['denied', 'restricted'].includes(systemPreferences.getMediaAccessStatus('screen')))
      throw notAllowed();
    const scale = Math.min(1, longestSide / Math.max(size.width, size.height, 1));
    const thumbnailSize = { width: Math.round(size.width * scale), height: Math.round(size.height * scale) };
    const sources = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize });
    const source = sources.find(({ display_id }) => display_id === displayId) ?? sources[0];
    const bytes = source === undefined || source.thumbnail.isEmpty() ? undefined : source.thumbnail.toPNG();
    if (bytes === undefined)
      throw new AppError('unavailable', 'No picture of the screen came. Try again, or attach one as a file.', {
        details: { reason: 'no_screenshot' },
      });
    const now = clock.now();
    const time = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-').replace('T', ' ');
    const info = await store.put({
      bytes: Readable.from([bytes]),
      name: `Screen ${time}.png`,
      mediaType: 'image/png',
      maxBytes: chatLimits.imageBytes,
      now,
      signal,
    });
    return { blobId: info.id, name: info.name, mediaType: info.mediaType, sizeBytes: info.sizeBytes };
  };
}
