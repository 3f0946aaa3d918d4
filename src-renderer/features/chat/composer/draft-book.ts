// The unsent messages of all chats: each has its place in the core, and finds the files that arrive after it was left.
import type { Attachment, Draft } from '#main/contract/chat.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';

export interface DraftStore {
  load(signal: AbortSignal): Promise<Draft>;
  save(draft: Draft): Promise<void>;
  /** A file that was still on its way when its message field was left: the one that is open now gets it, else the store. */
  arrive(attachment: Attachment): Promise<void>;
  /** What arrives while this field is open; ends with the function that is returned. */
  onArrival(take: (attachment: Attachment) => void): () => void;
}

export type DraftBook = (sessionId: SessionId) => DraftStore;

/** Lives as long as the window, longer than any message field. */
export function createDraftBook(chat: Pick<LimpetClient['chat'], 'draft' | 'saveDraft'>): DraftBook {
  const open = new Map<SessionId, (attachment: Attachment) => void>();
  return (sessionId) => {
    const save = async (draft: Draft) => {
      await chat.saveDraft({ sessionId, draft });
    };
    return {
      load: (signal) => chat.draft({ sessionId }, { signal }),
      save,
      async arrive(attachment) {
        const take = open.get(sessionId);
        if (take !== undefined) return take(attachment);
        const { text, attachments } = await chat.draft({ sessionId });
        await save({ text, attachments: [...attachments, attachment] });
      },
      onArrival(take) {
        open.set(sessionId, take);
        return () => {
          if (open.get(sessionId) === take) open.delete(sessionId);
        };
      },
    };
  };
}
