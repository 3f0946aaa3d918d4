// The files of the message being written: checked, sent to the core as they are added, with progress.
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Attachment, chatLimits } from '#main/contract/chat.ts';
import { fromErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { formatBytes } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { attachableType, type Refusal, refuse, type Upload } from './attach.ts';
import type { DraftStore } from './draft-book.ts';

export type SendBytes = (
  file: File,
  options: { readonly mediaType: string; readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
) => Promise<Attachment>;

export type Uploads = {
  readonly items: readonly Upload[];
  /** All that have arrived. */
  readonly ready: readonly Attachment[];
  readonly isBusy: boolean;
  add(files: readonly File[]): void;
  remove(id: string): void;
  /** Replaces everything: a restored draft, an edited message, nothing after sending. */
  reset(attachments: readonly Attachment[]): void;
  /** Puts these before the others, which stay as they are. */
  prepend(attachments: readonly Attachment[]): void;
};

const arrived = (attachment: Attachment): Upload => ({
  ...attachment,
  id: crypto.randomUUID(),
  attachment,
  progress: 1,
});

const headBytes = 4_096;

/** `drafts`: where files belong that arrive when the field has been left. Undefined: an edit, whose files go with it. */
export function useUploads(send: SendBytes, drafts: Pick<DraftStore, 'arrive' | 'onArrival'> | undefined): Uploads {
  const [items, setItems] = useState<readonly Upload[]>([]);
  const running = useRef(new Map<string, AbortController>());
  const count = useRef(0);
  const explain = useRefusalText();
  const showToast = useToast();
  const { t } = useText();
  count.current = items.length;

  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    const end = drafts?.onArrival((attachment) => setItems((all) => [...all, arrived(attachment)]));
    return () => {
      isGone.current = true;
      end?.();
    };
  }, [drafts]);

  const change = useCallback(
    (id: string, next: Partial<Upload>) =>
      setItems((all) => all.map((item) => (item.id === id ? { ...item, ...next } : item))),
    [],
  );

  const upload = useCallback(
    async (file: File) => {
      const mediaType = attachableType(file, new Uint8Array(await file.slice(0, headBytes).arrayBuffer()));
      const refusal =
        count.current >= chatLimits.attachments
          ? ({ reason: 'count', name: file.name } as const)
          : refuse(file, mediaType);
      if (refusal !== undefined || mediaType === undefined) {
        if (refusal !== undefined) showToast({ text: explain(refusal), tone: 'stop' });
        return;
      }
      const id = crypto.randomUUID();
      const controller = new AbortController();
      running.current.set(id, controller);
      count.current += 1;
      setItems((all) => [...all, { id, name: file.name, sizeBytes: file.size, mediaType, progress: 0 }]);
      try {
        const onProgress = (progress: number) => change(id, { progress });
        const attachment = await send(file, { mediaType, signal: controller.signal, onProgress });
        if (isGone.current) await drafts?.arrive(attachment);
        else change(id, { attachment, progress: 1 });
      } catch (error) {
        if (isCancelled(error)) return;
        const failed = describeError(fromErrorData(toErrorData(error)), t);
        if (isGone.current) showToast({ text: `${file.name}: ${failed}`, tone: 'stop' });
        else change(id, { failed });
      } finally {
        running.current.delete(id);
      }
    },
    [change, drafts, explain, send, showToast, t],
  );

  const reset = useCallback((attachments: readonly Attachment[]) => {
    for (const controller of running.current.values()) controller.abort();
    setItems(attachments.map(arrived));
  }, []);
  const prepend = useCallback(
    (attachments: readonly Attachment[]) => setItems((all) => [...attachments.map(arrived), ...all]),
    [],
  );

  return {
    items,
    ready: items.flatMap((item) => (item.attachment === undefined ? [] : [item.attachment])),
    isBusy: items.some((item) => item.attachment === undefined && item.failed === undefined),
    add: useCallback(
      (files) => {
        for (const file of files) void upload(file);
      },
      [upload],
    ),
    remove: useCallback((id) => {
      running.current.get(id)?.abort();
      setItems((all) => all.filter((item) => item.id !== id));
    }, []),
    reset,
    prepend,
  };
}

function useRefusalText(): (refusal: Refusal) => string {
  const { t, language } = useText();
  return useCallback(
    (refusal) => {
      const limit =
        refusal.reason === 'size' ? formatBytes(refusal.limitBytes, language) : String(chatLimits.attachments);
      return t(`chat.attach_${refusal.reason}`, { name: refusal.name, limit });
    },
    [t, language],
  );
}
