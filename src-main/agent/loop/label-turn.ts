// What enters a chat with messages, noted before the model reads it: addresses that the person wrote, and attachments.
import type { Message } from '#main/contract/messages.ts';
import type { Taint } from '#main/guard/taint/port.ts';
import type { TurnRun } from './turn-run.ts';

type Turn = Pick<TurnRun, 'sessionId' | 'turnId' | 'channelId'>;

/** Surfaces where nobody but the person writes. */
const ownChannels = new Set(['ui']);

/** Messages that begin a turn or steer it. Text of a file is nobody's order, also when the person attached it. */
export async function labelMessages(
  run: Turn,
  messages: readonly Message[],
  taint: Pick<Taint, 'note' | 'heard'>,
): Promise<void> {
  const { sessionId, turnId, channelId } = run;
  for (const { parts } of messages) {
    for (const part of parts) {
      if (part.type === 'image' || part.type === 'file')
        await taint.note(sessionId, { trust: 'untrusted', secrecy: 'private', source: part.name, turnId });
      if (part.type === 'text' && ownChannels.has(channelId)) await taint.heard(sessionId, part.text);
    }
  }
  if (messages.length > 0 && !ownChannels.has(channelId))
    await taint.note(sessionId, { trust: 'known', secrecy: 'public', source: channelId, turnId });
}
