// What importers find, in one shape: sessions with their trees of messages, and what had to be left out.
import { createHash } from 'node:crypto';
import type { ErrorData } from '#main/contract/errors.ts';
import type { Compaction, Message, Session, Usage } from '#main/contract/messages.ts';
import type { ImportKind } from '#main/contract/transfer.ts';
import type { FileTree } from './file-tree.ts';

export type SourceBlob = {
  readonly type: 'blob';
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly open: () => AsyncIterable<Uint8Array>;
  /** In an export of Limpet: the part that it belongs to is there already and names this id. */
  readonly exactId?: string;
};
export type SourceCall = {
  readonly type: 'call';
  readonly tool: string;
  readonly input: unknown;
  readonly output: string;
  readonly isFailed: boolean;
};
export type SourcePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | SourceCall
  | SourceBlob;

export type SourceMessage = {
  /** Unique in its session. */
  readonly key: string;
  readonly parentKey: string | null;
  readonly role: 'user' | 'assistant';
  readonly parts: readonly SourcePart[];
  readonly createdAt: number;
  readonly model?: string;
  /** From Limpet itself: taken over as it is. */
  readonly exact?: Pick<Message, 'id' | 'parts' | 'status' | 'pinned'> & {
    readonly error?: ErrorData;
    readonly usage?: Usage;
    readonly endedAt?: number;
  };
};
export type SourceSession = {
  /** Unique in its kind of source, and the same in a later export. */
  readonly key: string;
  readonly title: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Parents first. */
  readonly messages: readonly SourceMessage[];
  readonly headKey: string | null;
  readonly exact?: Session & { readonly compactions: readonly Compaction[] };
};

/** Keys of the catalogue: `transfer.skipped_<reason>`. */
export type SkipReason = 'unreadable' | 'too_large' | 'wrong_shape' | 'empty' | 'missing_file' | 'misplaced';
export type SourceItem =
  | { readonly type: 'session'; readonly place: string; readonly session: SourceSession }
  | { readonly type: 'skipped'; readonly place: string; readonly because: SkipReason };

export type Importer = {
  readonly kind: ImportKind;
  /** Reads all of it once; nothing but `cancelled` and a source that cannot be read at all ends it early. */
  items(tree: FileTree, o: { readonly signal: AbortSignal; readonly now: number }): AsyncGenerator<SourceItem>;
};

export const importBounds = {
  /** Of one conversation as JSON. */
  conversationBytes: 64 * 1024 * 1024,
  lineBytes: 16 * 1024 * 1024,
  messagesPerSession: 200_000,
  titleChars: 200,
} as const;

/** 132 bits that name something by where it came from. */
export const markOf = (...names: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(names)).digest('base64url').slice(0, 22);

/** Seconds with a fraction, milliseconds or a date in words; undefined for what is no time. */
export function timeOf(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0)
    return Math.min(Math.floor(value < 1e11 ? value * 1_000 : value), 8.64e15);
  if (typeof value !== 'string') return undefined;
  // Without a zone it was written in that of the world.
  const at = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(value) ? value : `${value}Z`);
  return Number.isNaN(at) || at <= 0 ? undefined : at;
}

export function titleOf(...wishes: readonly unknown[]): string {
  const found = wishes.find((wish): wish is string => typeof wish === 'string' && wish.trim() !== '') ?? '';
  const line = found.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return [...line].slice(0, importBounds.titleChars).join('').slice(0, importBounds.titleChars);
}

export const firstWords = (messages: readonly Pick<SourceMessage, 'role' | 'parts'>[]): string => {
  for (const { role, parts } of messages)
    for (const part of parts) if (role === 'user' && part.type === 'text') return part.text.slice(0, 60);
  return '';
};
