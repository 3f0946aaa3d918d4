// Everything a person can do to an open session, each with its failure said.
import { useMemo } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { fromErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { CompactionId, InboxId, MessageId, SessionId } from '#main/contract/ids.ts';
import type { Message, ModelRef, ToolCall } from '#main/contract/messages.ts';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { Outgoing } from './composer/outgoing.ts';

export type ChatCommands = ReturnType<typeof useChatCommands>;

/** Calls reject only where the caller must know (sending); all of them tell the person what went wrong. */
export function useChatCommands(client: LimpetClient, sessionId: SessionId) {
  const { t } = useText();
  const showToast = useToast();
  return useMemo(() => {
    const tell = (error: unknown) => {
      if (!isCancelled(error)) {
        showToast({ text: describeError(fromErrorData(toErrorData(error)), t), tone: 'stop' });
      }
      throw error;
    };
    const said = <T>(work: Promise<T>): Promise<T> => work.catch(tell);
    /** For acts whose failure is over once it has been said. */
    const quiet = (work: Promise<unknown>): void => void said(work).catch(() => undefined);
    const { chat, sessions } = client;
    return {
      said,
      quiet,
      send: ({ text, attachments, mode }: Outgoing) =>
        said(chat.send({ sessionId, text, attachments: [...attachments], mode })),
      edit: (messageId: MessageId, { text, attachments }: Outgoing) =>
        said(chat.edit({ sessionId, messageId, text, attachments: [...attachments] })),
      regenerate: (message: Message) => quiet(chat.regenerate({ sessionId, messageId: message.id })),
      resume: () => quiet(chat.continue({ sessionId })),
      compactAndResume: () => quiet(chat.compact({ sessionId }).then(() => chat.continue({ sessionId }))),
      stop: () => quiet(chat.stop({ sessionId })),
      pin: (message: Message) => quiet(chat.pin({ sessionId, messageId: message.id, pinned: !message.pinned })),
      removeQueued: (inboxId: InboxId) => quiet(chat.removeQueued({ sessionId, inboxId })),
      switchVersion: (messageId: MessageId) => quiet(chat.switchVersion({ sessionId, messageId })),
      undoCompaction: (compactionId: CompactionId) =>
        quiet(
          chat.undoCompaction({ sessionId, compactionId }).then(() => showToast({ text: t('chat.summary_undone') })),
        ),
      setModel: (model: ModelRef | null) => quiet(sessions.setModel({ sessionId, model })),
      readOutput: (call: ToolCall) => readWholeOutput(chat, sessionId, call),
    };
  }, [client, sessionId, showToast, t]);
}

/** More than this is not for reading on a page; the file behind it can be had from the folder. */
const maxOutputChars = 2_000_000;

async function readWholeOutput(chat: LimpetClient['chat'], sessionId: SessionId, call: ToolCall): Promise<string> {
  let text = '';
  for (;;) {
    const piece = await chat.callOutput({ sessionId, callId: call.callId, from: text.length });
    text += piece.text;
    if (piece.text === '' || text.length >= piece.totalChars || text.length >= maxOutputChars) return text;
  }
}
