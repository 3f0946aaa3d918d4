// From trees in which every step of an answer is a node of its own to ours, where an answer is one message.
import { importBounds, type SourceCall, type SourceMessage, type SourcePart } from './source-item.ts';

export type TreeNode = {
  readonly key: string;
  readonly parentKey: string | null;
  /** `skip`: not shown, such as settings; what lies below it goes on from above. `result`: what a tool answered. */
  readonly role: 'user' | 'assistant' | 'result' | 'skip';
  readonly parts: readonly SourcePart[];
  readonly createdAt: number;
  readonly model?: string;
  /** Of a `result`: which call it answers, where that is known. */
  readonly callId?: string;
};
/** A call by the id that its result will name. */
export type CallPart = SourceCall & { readonly id?: string };

type Group = {
  key: string;
  parentKey: string | null;
  role: SourceMessage['role'];
  parts: SourcePart[];
  first: TreeNode;
};
export type FoldedTree = {
  readonly messages: readonly SourceMessage[];
  /** In which message a node ended up. */
  messageOf(nodeKey: string): string | null;
};

const isCall = (part: SourcePart): part is CallPart => part.type === 'call';

/** A result belongs to the call that it names, or to the last one that has none yet. */
function takeResult(group: Group, node: TreeNode): void {
  const text = node.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
  const rest = node.parts.filter(({ type }) => type !== 'text');
  const at = group.parts.findLastIndex(
    (part) => isCall(part) && (node.callId === undefined ? part.output === '' : part.id === node.callId),
  );
  const call = group.parts[at];
  const answer = node.parts.find(isCall);
  if (call !== undefined && isCall(call))
    group.parts[at] = { ...call, output: answer?.output ?? text, isFailed: answer?.isFailed ?? call.isFailed };
  else if (answer !== undefined) group.parts.push(answer);
  else if (text !== '') group.parts.push({ type: 'call', tool: 'tool', input: {}, output: text, isFailed: false });
  group.parts.push(...rest.filter((part) => !isCall(part)));
}

/** Parents first; a node that is its own ancestor, or below nothing, begins a tree of its own. */
function inOrder(nodes: readonly TreeNode[]): TreeNode[] {
  const known = new Set(nodes.map(({ key }) => key));
  const below = new Map<string | null, TreeNode[]>();
  for (const node of nodes) {
    const parent = node.parentKey !== null && known.has(node.parentKey) ? node.parentKey : null;
    const siblings = below.get(parent);
    if (siblings === undefined) below.set(parent, [node]);
    else siblings.push(node);
  }
  const order: TreeNode[] = [];
  const seen = new Set<string>();
  const open = [...(below.get(null) ?? [])].reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node.key) || order.length >= importBounds.messagesPerSession) continue;
    seen.add(node.key);
    order.push(node);
    for (const child of (below.get(node.key) ?? []).toReversed()) open.push(child);
  }
  return order;
}

export function foldTree(nodes: readonly TreeNode[]): FoldedTree {
  const order = inOrder(nodes);
  const children = new Map<string, number>();
  for (const { parentKey } of order)
    if (parentKey !== null) children.set(parentKey, (children.get(parentKey) ?? 0) + 1);
  const groups = new Map<string, Group>();
  const groupOf = new Map<string, string | null>();
  for (const node of order) {
    const above = node.parentKey === null ? null : (groupOf.get(node.parentKey) ?? null);
    const group = above === null ? undefined : groups.get(above);
    if (node.role === 'skip') {
      groupOf.set(node.key, above);
      continue;
    }
    const isOnlyChild = node.parentKey !== null && children.get(node.parentKey) === 1;
    if (group?.role === 'assistant' && node.role !== 'user' && isOnlyChild) {
      if (node.role === 'result') takeResult(group, node);
      else group.parts.push(...node.parts);
      groupOf.set(node.key, group.key);
      continue;
    }
    const role = node.role === 'user' ? 'user' : 'assistant';
    const made: Group = { key: node.key, parentKey: above, role, parts: [], first: node };
    if (node.role === 'result') takeResult(made, node);
    else made.parts.push(...node.parts);
    groups.set(node.key, made);
    groupOf.set(node.key, node.key);
  }
  return { messages: [...groups.values()].map(messageOf), messageOf: (key) => groupOf.get(key) ?? null };
}

function messageOf({ key, parentKey, role, parts, first }: Group): SourceMessage {
  const { createdAt, model } = first;
  const plain = parts.map((part) => (isCall(part) ? withoutId(part) : part));
  return { key, parentKey, role, parts: plain, createdAt, ...(model === undefined ? {} : { model }) };
}

function withoutId({ id: _id, ...call }: CallPart): SourceCall {
  return call;
}
