// A row as a rule, or, where the two places in which it is written do not agree, as what is still known of it.
import { ApprovalId, RuleId } from '#main/contract/ids.ts';
import { RuleAnswer, RuleMatch } from '#main/contract/policy.ts';
import { parseJson, stableJson } from '#main/platform/base/json.ts';
import type { DamagedRule, StoredRule } from '#main/platform/store/port/rules.ts';

export type RuleRow = {
  n: number;
  id: string;
  answer: string;
  match: string;
  why: string;
  workspace: string | null;
  expires_at: number | null;
  created_at: number;
  approval_id: string | null;
  same: string;
};

/** What makes two rules the same one, and the second place where each is written. */
export const sameOf = ({ answer, match, workspace }: Pick<StoredRule, 'answer' | 'match' | 'workspace'>): string =>
  stableJson({ answer, match, workspace });

type Said = { readonly answer?: RuleAnswer; readonly match?: RuleMatch; readonly workspace?: string };

function said(answer: unknown, match: unknown, workspace: unknown): Said {
  const answered = RuleAnswer.safeParse(answer).data;
  const matched = RuleMatch.safeParse(match).data;
  return {
    ...(answered === undefined ? {} : { answer: answered }),
    ...(matched === undefined ? {} : { match: matched }),
    ...(typeof workspace === 'string' ? { workspace } : {}),
  };
}

function secondOf(row: RuleRow): Said | undefined {
  const same = parseJson(row.same);
  if (typeof same !== 'object' || same === null || !('answer' in same) || !('match' in same)) return undefined;
  return said(same.answer, same.match, 'workspace' in same ? same.workspace : undefined);
}

const kind = /"type"\s*:\s*"(command|path|host|tool|recipient|device|effect|exact)"/;
const kindOf = (text: string): RuleMatch['type'] | undefined => {
  const named = kind.exec(text)?.[1];
  return RuleMatch.options.map((option) => option.shape.type.value).find((type) => type === named);
};

/** Where a number stands for the id, its own cannot be read. */
export const damagedNumber = (id: string): number => Number(/^damaged\.(\d+)$/.exec(id)?.[1] ?? -1);

function toDamaged(row: RuleRow, first: Said): DamagedRule {
  const second = secondOf(row);
  const places = second === undefined ? [first] : [first, second];
  const unique = <T>(found: readonly (T | undefined)[]): T[] => [
    ...new Map(found.flatMap((one) => (one === undefined ? [] : [[stableJson(one), one] as const]))).values(),
  ];
  const workspaces = new Set(places.map(({ workspace }) => workspace));
  const [workspace] = workspaces;
  const type = kindOf(row.match) ?? kindOf(row.same);
  return {
    id: RuleId.safeParse(row.id).data ?? RuleId.parse(`damaged.${row.n}`),
    answers: unique(places.map(({ answer }) => answer)),
    matches: unique(places.map(({ match }) => match)),
    ...(type === undefined ? {} : { kind: type }),
    text: [row.answer, row.match, row.workspace]
      .filter((part) => part !== null)
      .join(' ')
      .slice(0, 1_000),
    why: row.why.slice(0, 500),
    // Two places that name two folders: it may hold anywhere.
    ...(workspaces.size === 1 && workspace !== undefined ? { workspace } : {}),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    createdAt: row.created_at,
  };
}

export function readRule(
  row: RuleRow,
): { readonly type: 'whole'; readonly rule: StoredRule } | { readonly type: 'damaged'; readonly rule: DamagedRule } {
  const id = RuleId.safeParse(row.id).data;
  const first = said(row.answer, parseJson(row.match), row.workspace);
  const { answer, match, workspace } = first;
  const isWhole = id !== undefined && answer !== undefined && match !== undefined;
  if (!isWhole || sameOf({ answer, match, ...(workspace === undefined ? {} : { workspace }) }) !== row.same)
    return { type: 'damaged', rule: toDamaged(row, first) };
  const approvalId = ApprovalId.safeParse(row.approval_id).data;
  const rule = {
    ...{ id, answer, match, why: row.why, createdAt: row.created_at },
    ...(workspace === undefined ? {} : { workspace }),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    ...(approvalId === undefined ? {} : { approvalId }),
  };
  return { type: 'whole', rule };
}
