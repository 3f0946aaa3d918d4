// Which questions a button may answer: those that need nothing but the yes of who sees them on the screen.
import type { Approval } from '#main/contract/messages.ts';

/**
 * Not the rules themselves, not what the floor asks about, not what would take private words out at the wish of a stranger,
 * and not what can only be allowed this one time on a device, such as a program: those are answered in words.
 */
export function canAnswerByHand({ effects, reasons, sessionGrant, source, outgoing }: Approval): boolean {
  if (effects.some(({ type }) => type === 'policy')) return false;
  if (reasons?.some(({ answer, voice }) => answer === 'ask' && voice.type === 'rule' && voice.scope === 'floor'))
    return false;
  if (source !== undefined || outgoing !== undefined) return false;
  const changesDevice = effects.some(({ type, access }) => type === 'device' && access !== 'read');
  return !changesDevice || sessionGrant !== undefined;
}
