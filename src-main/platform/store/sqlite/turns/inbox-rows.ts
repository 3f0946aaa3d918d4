// Rows of the inbox: what was accepted and is not answered yet.
import { z } from 'zod';
import { Attachment } from '#main/contract/chat.ts';
import type { InboxId } from '#main/contract/ids.ts';
import { EffectType } from '#main/contract/messages.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { InboundKind, TurnPolicy } from '#main/platform/store/port.ts';

export type InboxRow = {
  n: number;
  id: InboxId;
  session_n: number;
  channel_id: string;
  kind: InboundKind['type'];
  target_n: number | null;
  mode: 'steer' | 'queue';
  model: string | null;
  policy: string;
  attempts: number;
  created_at: number;
  body: string;
};

const Body = z.object({ text: z.string(), attachments: z.array(Attachment) });
const Policy = z.object({ allow: z.array(EffectType), interactive: z.boolean() });

/** JSON, because SQLite's text cannot hold a lone surrogate. */
export const writeBody = (text: string, attachments: readonly Attachment[]) => JSON.stringify({ text, attachments });

export function readBody(json: string): z.infer<typeof Body> {
  return Body.safeParse(parseJson(json)).data ?? { text: '', attachments: [] };
}

/** A policy that cannot be read allows nothing. */
export function readPolicy(json: string): TurnPolicy {
  return Policy.safeParse(parseJson(json)).data ?? { allow: [], interactive: false };
}
