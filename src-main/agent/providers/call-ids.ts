// Ids of tool calls: unique for the store whatever a vendor sends, and in the shape that each vendor accepts back.
import { createHash } from 'node:crypto';
import { newId } from '#main/platform/base/ids.ts';
import type { Quirks } from './catalog.ts';
import type { ModelMessage } from './port.ts';

/** Ids that are long and random; others (`call_0`, `functions.read_file:1`) come again in the next conversation. */
const random = /^(call_|toolu_|fc_)[A-Za-z0-9]{20,90}$/;

export type MakeCallId = (vendorId: string | undefined | null) => string;

/** Keeps a vendor's id where it is unique, makes one where it is missing, short, or has been used in this answer. */
export function createCallIds(now: () => number): MakeCallId {
  const used = new Set<string>();
  return (vendorId) => {
    const keep = typeof vendorId === 'string' && random.test(vendorId) && !used.has(vendorId);
    const id = keep ? vendorId : `call_${newId(now()).replaceAll('-', '')}`;
    used.add(id);
    return id;
  };
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function nineOf(id: string): string {
  const bytes = createHash('sha256').update(id).digest();
  return [...bytes.subarray(0, 9)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/** What each id of the history is called on the wire; depends on nothing but the history, so it is stable. */
export function wireIds(messages: readonly ModelMessage[], style: Quirks['toolIds']): (callId: string) => string {
  if (style === 'any') return (callId) => callId;
  if (style === 'nine') return nineOf;
  const counted = new Map<string, string>();
  for (const message of messages)
    for (const part of message.parts)
      if (part.type === 'tool_call' && !counted.has(part.callId))
        counted.set(part.callId, `functions.${part.name}:${counted.size}`);
  return (callId) => counted.get(callId) ?? callId;
}
