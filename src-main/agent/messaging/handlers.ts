// The `chat` operations: what a person does goes through the inbox, what they see comes from store and bus.
import type { Loop } from '#main/agent/loop/port.ts';
import type { chat } from '#main/contract/chat.ts';
import { AppError } from '#main/contract/errors.ts';
import type { MessageId, SessionId } from '#main/contract/ids.ts';
import type { Ctx, Handlers } from '#main/contract/kernel.ts';
import type { Message } from '#main/contract/messages.ts';
import type { work } from '#main/contract/work.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { watchState } from '#main/platform/base/watch-state.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { InboundKind, Store, TurnPolicy } from '#main/platform/store/port.ts';
import type { Messaging } from './create-messaging.ts';
import type { InboundMessage } from './port.ts';

/** One answer of `callOutput`, in characters. */
const outputChars = 256 * 1024;
/** A person sits at the window: nothing is allowed beforehand, everything may be asked. */
const askEverything: TurnPolicy = { allow: [], interactive: true };

export type ChatDeps = {
  readonly store: Store;
  readonly messaging: Messaging;
  readonly loop: Pick<Loop, 'compact' | 'undoCompaction' | 'forget'>;
  readonly bus: Bus;
  readonly clock: Clock;
};

export function chatHandlers(d: ChatDeps): Handlers<typeof chat, Ctx> {
  const { store, messaging } = d;
  const accept = async (
    o: { sessionId: SessionId; kind: InboundKind; ctx: Ctx },
    rest: Partial<Pick<InboundMessage, 'text' | 'attachments' | 'mode'>> & { model?: string | undefined } = {},
  ) => {
    const { model, ...given } = rest;
    return messaging.inbox.accept({
      sessionId: o.sessionId,
      channelId: 'ui',
      dedupeKey: o.ctx.commandId,
      kind: o.kind,
      text: '',
      attachments: [],
      mode: 'queue',
      ...given,
      ...(model === undefined ? {} : { model }),
      policy: askEverything,
    });
  };
  const ofSession = async (sessionId: SessionId, messageId: MessageId): Promise<Message> => {
    const message = await store.messages.get(messageId);
    if (message.sessionId !== sessionId)
      throw new AppError('not_found', 'This message is not part of the chat. Reload the chat.');
    return message;
  };
  return {
    send: ({ sessionId, text, attachments, mode, model }, ctx) =>
      accept({ sessionId, kind: { type: 'message' }, ctx }, { text, attachments, mode, model }),
    edit: ({ sessionId, messageId, text, attachments }, ctx) =>
      accept({ sessionId, kind: { type: 'edit', messageId }, ctx }, { text, attachments }),
    regenerate: ({ sessionId, messageId, model }, ctx) =>
      accept({ sessionId, kind: { type: 'regenerate', messageId }, ctx }, { model }),
    continue: ({ sessionId }, ctx) => accept({ sessionId, kind: { type: 'continue' }, ctx }),
    async switchVersion({ sessionId, messageId }) {
      const session = await store.messages.switchTo(sessionId, messageId, d.clock.now());
      d.bus.publish('turn', sessionId, { type: 'reset' });
      d.bus.publish('sessions', '', { type: 'changed', session });
      return session;
    },
    async stop({ sessionId, clearQueue }) {
      if (clearQueue) await store.inbox.clear(sessionId);
      const stopped = await messaging.lanes.stop(sessionId);
      if (clearQueue) messaging.queue.changed(sessionId);
      return { stopped };
    },
    async removeQueued({ sessionId, inboxId }) {
      const removed = await store.inbox.remove(sessionId, inboxId);
      if (removed) messaging.queue.changed(sessionId);
      return { removed };
    },
    async pin({ sessionId, messageId, pinned }) {
      await ofSession(sessionId, messageId);
      const message = await store.messages.pin(messageId, pinned);
      d.loop.forget(sessionId);
      // While its answer is being written the live copy is the newer one, and a finished turn sends it anyway.
      if (message.status !== 'streaming') {
        const { total } = await store.messages.history({ sessionId, from: 0, limit: 1 });
        d.bus.publish('turn', sessionId, { type: 'message', message, total });
      }
      return message;
    },
    follow: ({ sessionId }, ctx) =>
      messaging.followSession({
        sessionId,
        signal: ctx.signal,
        ...(ctx.after === undefined ? {} : { after: ctx.after }),
      }),
    history: (input) => store.messages.history(input),
    async callOutput({ callId, from }) {
      const whole = await store.messages.callOutput(callId);
      return { text: whole.slice(from, from + outputChars).toWellFormed(), totalChars: whole.length };
    },
    compact: ({ sessionId }, ctx) => d.loop.compact(sessionId, ctx.signal),
    undoCompaction: ({ sessionId, compactionId }) => d.loop.undoCompaction(sessionId, compactionId),
    async saveDraft({ sessionId, draft }) {
      await store.sessions.saveDraft(sessionId, draft, d.clock.now());
      return {};
    },
    draft: ({ sessionId }) => store.sessions.draft(sessionId),
  };
}

export function workHandlers({ messaging, bus }: Pick<ChatDeps, 'messaging' | 'bus'>): Handlers<typeof work, Ctx> {
  const state = () => ({ paused: messaging.work.isPaused() });
  return {
    watch: (_input, { signal }) => watchState({ facts: bus, topic: 'work', state, signal }),
    async pause({ paused }) {
      await messaging.work.setPaused(paused);
      return state();
    },
    stopAll: () => messaging.work.stopAll(),
  };
}
