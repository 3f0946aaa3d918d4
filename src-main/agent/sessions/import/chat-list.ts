// Messages as most assistants keep them: a list with roles, calls inside the answers, results after them.
import { z } from 'zod';
import { parseJson } from '#main/platform/base/json.ts';
import type { CallPart, TreeNode } from './fold-tree.ts';
import { type SourceItem, type SourcePart, timeOf } from './source-item.ts';

const Call = z
  .object({
    id: z.string().nullish(),
    name: z.string().nullish(),
    arguments: z.unknown().optional(),
    input: z.unknown().optional(),
    result: z.string().nullish(),
    function: z.object({ name: z.string(), arguments: z.unknown().optional() }).loose().nullish(),
  })
  .loose();
const Entry = z
  .object({
    role: z.string(),
    content: z.unknown().optional(),
    timestamp: z.unknown().optional(),
    tool_calls: z.array(z.unknown()).nullish(),
    tool_call_id: z.string().nullish(),
    reasoning_content: z.string().nullish(),
    name: z.string().nullish(),
  })
  .loose();
const Block = z.object({ type: z.string().optional(), text: z.string().nullish() }).loose();

function texts(content: unknown): SourcePart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  if (!Array.isArray(content)) return [];
  return content.flatMap((one): SourcePart[] => {
    const text = typeof one === 'string' ? one : Block.safeParse(one).data?.text;
    return text ? [{ type: 'text', text }] : [];
  });
}

/** Arguments come as JSON in a text, or as a value. */
const inputOf = (value: unknown): unknown =>
  typeof value === 'string' ? (parseJson(value) ?? { text: value }) : (value ?? {});

function callOf(raw: unknown): CallPart | undefined {
  const call = Call.safeParse(raw).data;
  const tool = call?.function?.name ?? call?.name;
  if (call === undefined || !tool) return undefined;
  const input = inputOf(call.function?.arguments ?? call.arguments ?? call.input);
  const part: CallPart = { type: 'call', tool, input, output: call.result ?? '', isFailed: false };
  return call.id ? { ...part, id: call.id } : part;
}

export type ChatList = {
  readonly entries: readonly { readonly place: string; readonly value: unknown }[];
  readonly now: number;
  readonly skip: (item: SourceItem) => void;
};

/** One below the other. Keys are numbers in the list, which only grows. */
export function nodesOfList({ entries, now, skip }: ChatList): TreeNode[] {
  const nodes: TreeNode[] = [];
  let at = now;
  for (const [index, { place, value }] of entries.entries()) {
    const entry = Entry.safeParse(value).data;
    const role = entry?.role;
    if (entry === undefined || !['user', 'assistant', 'tool', 'system'].includes(role ?? '')) {
      skip({ type: 'skipped', place, because: 'wrong_shape' });
      continue;
    }
    // Without a time of its own a message is as old as the one before it.
    at = timeOf(entry.timestamp) ?? at;
    const reasoning: SourcePart[] = entry.reasoning_content
      ? [{ type: 'reasoning', text: entry.reasoning_content }]
      : [];
    const calls = (entry.tool_calls ?? []).flatMap((call) => callOf(call) ?? []);
    const parts = [...reasoning, ...texts(entry.content), ...calls];
    const kind = role === 'tool' ? 'result' : role === 'user' || role === 'assistant' ? role : 'skip';
    nodes.push({
      key: String(index),
      parentKey: nodes.at(-1)?.key ?? null,
      role: parts.length === 0 ? 'skip' : kind,
      parts,
      createdAt: at,
      ...(entry.tool_call_id ? { callId: entry.tool_call_id } : {}),
    });
  }
  return nodes;
}
