// The one way in: a message is checked, stored, told, and the lane of its session woken, in this order.

import { chatLimits } from '#main/contract/chat.ts';
import { AppError } from '#main/contract/errors.ts';
import { InboxId } from '#main/contract/ids.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { SteeredLanes } from './lanes.ts';
import type { InboundMessage, Inbox } from './port.ts';
import type { QueueFeed } from './queue-feed.ts';

export type InboxDeps = {
  readonly store: { readonly inbox: Pick<Store['inbox'], 'accept'> };
  readonly lanes: Pick<SteeredLanes, 'wake' | 'isRunning' | 'steer'>;
  readonly queue: Pick<QueueFeed, 'changed'>;
  readonly isPaused: () => boolean;
  readonly refusal: () => AppError | undefined;
  readonly clock: Clock;
  readonly log: Log;
};

export function createInbox(d: InboxDeps): Inbox {
  return {
    async accept(message) {
      check(message);
      const refused = d.refusal();
      if (refused !== undefined) throw refused;
      const { sessionId } = message;
      // A program waits for its answer with the line open; nobody knows when that would be.
      if (message.channelId === 'api' && d.isPaused())
        throw new AppError(
          'unavailable',
          'Limpet is paused. Let it go on in the app or its tray menu, then ask again.',
          {
            details: { reason: 'paused' },
          },
        );
      const steers = message.kind.type === 'message' && message.mode !== 'queue' && d.lanes.isRunning(sessionId);
      const now = d.clock.now();
      const { id, duplicate } = await d.store.inbox.accept({
        id: InboxId.parse(newId(now)),
        sessionId,
        channelId: message.channelId,
        dedupeKey: message.dedupeKey,
        kind: message.kind,
        text: message.text,
        attachments: message.attachments,
        mode: steers ? 'steer' : 'queue',
        ...(message.model === undefined ? {} : { model: message.model }),
        policy: message.policy,
        now,
      });
      d.log.info('message accepted', { sessionId, op: message.kind.type, channelId: message.channelId, duplicate });
      if (duplicate) return { inboxId: id, duplicate };
      if (steers) d.lanes.steer(sessionId);
      d.lanes.wake(sessionId);
      d.queue.changed(sessionId);
      return { inboxId: id, duplicate };
    },
  };
}

function check({ kind, text, attachments }: InboundMessage): void {
  const needsContent = kind.type === 'message' || kind.type === 'edit';
  if (needsContent && text.trim() === '' && attachments.length === 0)
    throw new AppError('invalid_input', 'The message is empty. Write something or attach a file.', {
      details: { reason: 'empty_message', path: ['text'] },
    });
  if (text.length > chatLimits.textChars || attachments.length > chatLimits.attachments)
    throw new AppError('invalid_input', 'The message is too long. Send it in parts or as a file.', {
      details: { reason: 'message_too_long', path: ['text'] },
    });
  if (attachments.some(({ mediaType, sizeBytes }) => sizeBytes > limitOf(mediaType)))
    throw new AppError('invalid_input', 'An attachment is too large. Pictures may have 10 MB, files 25 MB.', {
      details: { reason: 'attachment_too_large', path: ['attachments'] },
    });
}

const limitOf = (mediaType: string) => (mediaType.startsWith('image/') ? chatLimits.imageBytes : chatLimits.fileBytes);
