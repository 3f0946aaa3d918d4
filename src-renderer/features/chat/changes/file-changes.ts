// Which files the calls of a conversation wrote, turn by turn. Pure.
import type { FileChange, Message, ToolCall } from '#main/contract/messages.ts';

export type ChangedFile = FileChange & { readonly call: ToolCall };
export type TurnChanges = {
  readonly messageId: Message['id'];
  readonly turnId: Message['turnId'];
  readonly at: number;
  readonly files: readonly ChangedFile[];
};

/** Done, or may have been: what was denied, stopped or failed wrote nothing. */
const wrote: ReadonlySet<ToolCall['state']> = new Set(['done', 'running', 'unknown']);

export function filesOf(call: ToolCall): readonly FileChange[] {
  const { shown } = call;
  if (shown === undefined || !call.effects.some((effect) => effect.type === 'write')) return [];
  if (shown.type === 'changes') return shown.files;
  if (shown.type !== 'diff') return [];
  const { path, diff, added, removed, created } = shown;
  return [{ path, diff, added, removed, change: created ? 'created' : 'changed' }];
}

/** Newest turn first, within a turn in the order in which the files were written. */
export function turnChanges(messages: Iterable<Message>): readonly TurnChanges[] {
  const turns: TurnChanges[] = [];
  for (const message of messages) {
    const files: ChangedFile[] = [];
    for (const part of message.parts) {
      if (part.type !== 'tool_call' || !wrote.has(part.state)) continue;
      for (const file of filesOf(part)) files.push({ ...file, call: part });
    }
    if (files.length > 0) turns.push({ messageId: message.id, turnId: message.turnId, at: message.createdAt, files });
  }
  return turns.sort((one, other) => other.at - one.at);
}

export function countFiles(turn: Pick<TurnChanges, 'files'>): number {
  return new Set(turn.files.map((file) => file.path)).size;
}
