// A message as it leaves the composer.
import type { Attachment } from '#main/contract/chat.ts';

export type Outgoing = {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** `queue` waits for the running answer to end. */
  readonly mode: 'auto' | 'queue';
};
