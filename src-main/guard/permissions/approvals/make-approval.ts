// The card of a question: what will happen, why it is asked, and what may be answered.
import { ApprovalId, RuleId } from '#main/contract/ids.ts';
import type { Approval, Session } from '#main/contract/messages.ts';
import type { Words } from '#main/contract/policy.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { StoredRule } from '#main/platform/store/port/rules.ts';
import type { Decided } from '../decision/decide.ts';
import type { PermissionRequest, TaintVerdict } from '../port.ts';
import { wrapperIn } from '../shell/wrappers.ts';
import { alwaysWords, exactHash, exactText } from './exact.ts';
import { proposalFor, shapeOf } from './shape.ts';

export type Asking = {
  readonly request: PermissionRequest;
  readonly decided: Decided;
  readonly taint: TaintVerdict;
  readonly session: Pick<Session, 'title' | 'workspace'>;
  /** Commands are held by a proven sandbox. */
  readonly isProven: boolean;
  /** How often calls of this shape were allowed since the last no. */
  readonly allowedBefore: (shape: string) => Promise<number>;
  readonly now: number;
  readonly expiresAt: number;
};

/** What a grant or a rule may be made of: nothing that asks by itself every time. */
function offers({ request, decided, isProven }: Asking): { session: boolean; always: boolean } {
  const executes = request.effects.some((effect) => effect.type === 'execute');
  const isFixed =
    !decided.isHard && (isProven || !executes) && !request.effects.some((effect) => effect.type === 'policy');
  const isReadable = decided.atoms.every(
    (atom) => atom.type !== 'script' && !(atom.type === 'command' && wrapperIn(atom.argv) !== undefined),
  );
  return { session: isFixed && request.sessionGrant !== undefined, always: isFixed && isReadable };
}

function cannotUndo({ request, decided }: Asking): Words | undefined {
  if (request.canUndo) return undefined;
  if (request.cannotUndo !== undefined) return request.cannotUndo;
  const deleted = decided.atoms.filter((atom) => atom.type === 'path' && atom.effect.delete === true);
  const count = deleted.reduce((sum, atom) => sum + (atom.effect.count ?? 1), 0);
  if (count > 0) {
    const sample = deleted.flatMap((atom) => atom.effect.sample ?? [atom.target]).slice(0, 5);
    return { key: 'policy.cannot_undo_delete', params: { count: String(count), sample: sample.join(', ') } };
  }
  const types = new Set(request.effects.map((effect) => effect.type));
  if (types.has('message')) return { key: 'policy.cannot_undo_message', params: {} };
  if (types.has('device')) return { key: 'policy.cannot_undo_device', params: {} };
  if (types.has('execute')) return { key: 'policy.cannot_undo_command', params: {} };
  return types.has('network') ? { key: 'policy.cannot_undo_network', params: {} } : undefined;
}

const outgoingOf = (taint: TaintVerdict) =>
  taint.type === 'ask' && taint.outgoing !== undefined ? { outgoing: taint.outgoing } : {};

export async function makeApproval(asking: Asking): Promise<Approval> {
  const { request, decided, taint, session, now } = asking;
  const { workspace } = session;
  const offered = offers(asking);
  const grant = offered.session ? request.sessionGrant?.title : undefined;
  const shape = shapeOf(request, workspace);
  const proposal = offered.always
    ? proposalFor(request, { workspace, times: await asking.allowedBefore(shape) })
    : undefined;
  const lost = cannotUndo(asking);
  const why = decided.reasons.find((reason) => reason.answer === 'ask')?.words;
  return {
    id: ApprovalId.parse(newId(now)),
    sessionId: request.sessionId,
    sessionTitle: session.title,
    turnId: request.turnId,
    callId: request.callId,
    tool: request.tool,
    title: { key: request.title.key, params: { ...request.title.params } },
    effects: [...request.effects],
    shown: request.shown,
    planHash: request.planHash,
    ...(grant === undefined ? {} : { sessionGrant: { key: grant.key, params: { ...grant.params } } }),
    canUndo: request.canUndo,
    ...(lost === undefined ? {} : { cannotUndo: lost }),
    ...(why === undefined ? {} : { why }),
    reasons: [...decided.reasons],
    ...('source' in taint && taint.source !== undefined ? { source: taint.source } : {}),
    ...outgoingOf(taint),
    ...(offered.always ? { always: alwaysWords(request, workspace) } : {}),
    shape,
    ...(proposal === undefined ? {} : { proposal }),
    createdAt: now,
    expiresAt: asking.expiresAt,
  };
}

/** Matches exactly this call and nothing wider. */
export function exactRule(
  request: PermissionRequest,
  o: { approval: Approval; workspace: string; now: number },
): StoredRule {
  return {
    id: RuleId.parse(newId(o.now)),
    answer: 'allow',
    match: { type: 'exact', hash: exactHash(request, o.workspace), text: exactText(request) },
    why: '',
    workspace: o.workspace,
    createdAt: o.now,
    approvalId: o.approval.id,
  };
}
