// Answers what a turn asks: by what was allowed on the command line, by the person on a terminal, otherwise with no.
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { isAppError, isCancelled } from '#main/contract/errors.ts';
import type { Approval, Effect } from '#main/contract/messages.ts';
import { shownText, visibleLine, visibleLines, visibly } from '#main/contract/shown-text.ts';
import { isConfined } from '#main/contract/system.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { AllowedEffect } from './arguments.ts';
import type { Terminal } from './terminal.ts';

export interface ApprovalDesk {
  /** All that is open now: new ones are answered in order, one that is gone is no longer asked about. */
  update(open: readonly Approval[]): void;
  /** Resolves when every answer that was begun has been given. */
  idle(): Promise<void>;
}
export type ApprovalDeskDeps = {
  readonly api: Pick<LimpetClient, 'approvals'>;
  readonly allow: ReadonlySet<AllowedEffect>;
  readonly terminal: Pick<Terminal, 'canAsk' | 'ask' | 'err'>;
  readonly t: Translate;
  readonly signal: AbortSignal;
};
type Decision = ApprovalDecision;
/** `group`: once, for this and all others of its shape that lie open. */
type Answer = Decision | 'group';

const bulkLimit = 10;

/** `--allow write` covers files of the workspace alone; no word covers messages, devices or the policy itself. */
export function isCovered(effects: readonly Effect[], allow: ReadonlySet<AllowedEffect>): boolean {
  return effects.every((effect) => {
    if (effect.type === 'read') return effect.insideWorkspace === true;
    // Many at once are not what was meant by it.
    if (effect.delete === true && (effect.count ?? 1) > bulkLimit) return false;
    if (effect.type === 'write') return allow.has('write') && effect.insideWorkspace !== false;
    return (effect.type === 'execute' || effect.type === 'network') && allow.has(effect.type);
  });
}

/** Exactly what will happen, as lines; nothing is left out. */
export function cardOf(approval: Approval, t: Translate): string[] {
  const { title, shown, sessionTitle, why, source, cannotUndo, outgoing } = approval;
  const say = visibly(t);
  const { lines, warnings } = shownText(shown);
  const place =
    shown.type === 'argv'
      ? [
          t('cli.approval_in', { folder: visibleLine(shown.cwd) }),
          t(isConfined(shown.sandbox) ? 'cli.approval_sandboxed' : 'cli.approval_not_sandboxed'),
          ...(shown.network ? [t('cli.approval_network')] : []),
        ]
      : [];
  const keys =
    shown.type === 'request' && shown.keys !== undefined
      ? [t('cli.approval_keys', { keys: shown.keys.join(', '), host: visibleLine(new URL(shown.url).host) })]
      : [];
  return [
    '',
    visibly(t)(title.key, title.params),
    ...lines.map((line) => `  ${line}`),
    ...place,
    ...keys,
    ...(why === undefined ? [] : [t('cli.approval_why', { why: say(why.key, why.params) })]),
    ...(source === undefined ? [] : [t('cli.approval_source', { source: visibleLine(source) })]),
    ...(cannotUndo === undefined ? [] : [say(cannotUndo.key, cannotUndo.params)]),
    ...(outgoing === undefined ? [] : [t('cli.approval_outgoing', { to: visibleLine(outgoing.to) })]),
    ...visibleLines(outgoing?.text ?? '').flatMap((line) => (outgoing === undefined ? [] : [`  ${line}`])),
    ...warnings.map((warning) => t(`cli.approval_${warning}`)),
    t('cli.approval_session_of', { session: visibleLine(sessionTitle) }),
  ];
}

/** Only a clear yes is a yes: an empty line, an unknown word and the end of the input are a no. */
export function readDecision(typed: string | undefined, approval: Approval, others = 0): Answer {
  const word = typed?.trim().toLowerCase();
  if (word === 'y' || word === 'yes' || word === 'j' || word === 'ja') return 'once';
  if (word === 's' && approval.sessionGrant !== undefined) return 'session';
  if (word === 'a' && approval.always !== undefined) return 'always';
  if (word === 'g' && others > 0) return 'group';
  return word === 'd' ? 'deny_stop' : 'deny';
}

function namesOf(approval: Approval): string {
  return [...new Set(approval.effects.map((effect) => effect.type))].filter((type) => type !== 'read').join(',');
}

export function createApprovalDesk({ api, allow, terminal, t, signal }: ApprovalDeskDeps): ApprovalDesk {
  const open = new Map<string, AbortController>();
  let last: Promise<void> = Promise.resolve();
  let waiting: readonly Approval[] = [];

  const decide = async (approval: Approval, decision: Decision) => {
    const { id: approvalId, planHash } = approval;
    await api.approvals.decide({ approvalId, planHash, decision }, { signal }).catch((error: unknown) => {
      // Answered in a window meanwhile, or expired: the turn goes on by that.
      if (!isAppError(error) || error.code !== 'conflict') throw error;
    });
  };
  const decideGroup = async (group: readonly Approval[]) => {
    const approvals = group.map(({ id: approvalId, planHash }) => ({ approvalId, planHash }));
    // What was answered in a window meanwhile is left out, and the rest goes on.
    await api.approvals.decideGroup({ approvals, decision: 'once' }, { signal });
    for (const { id } of group) open.get(id)?.abort();
  };
  const askPerson = async (approval: Approval, gone: AbortSignal) => {
    const others = waiting.filter(
      (one) =>
        one.id !== approval.id &&
        one.shape !== undefined &&
        one.shape === approval.shape &&
        open.get(one.id)?.signal.aborted === false,
    );
    const choices = [
      t('cli.approval_choice_once'),
      ...(others.length === 0 ? [] : [t('cli.approval_choice_group', { count: others.length + 1 })]),
      ...(approval.sessionGrant === undefined ? [] : [t('cli.approval_choice_session')]),
      ...(approval.always === undefined ? [] : [t('cli.approval_choice_always')]),
      t('cli.approval_choice_deny'),
    ];
    terminal.err(`${cardOf(approval, t).join('\n')}\n`);
    if (approval.sessionGrant !== undefined)
      terminal.err(
        `${t('cli.approval_session_means', { what: visibly(t)(approval.sessionGrant.key, approval.sessionGrant.params) })}\n`,
      );
    if (approval.always !== undefined)
      terminal.err(
        `${t('cli.approval_always_means', { what: visibly(t)(approval.always.key, approval.always.params) })}\n`,
      );
    for (const other of others) terminal.err(`${cardOf(other, t).join('\n')}\n`);
    const typed = await terminal.ask(`${t('cli.approval_question', { choices: choices.join(', ') })} `, gone);
    const answer = readDecision(typed, approval, others.length);
    if (answer === 'group') await decideGroup([approval, ...others]);
    else await decide(approval, answer);
  };
  const answer = async (approval: Approval, gone: AbortSignal) => {
    if (gone.aborted) return;
    const what = visibly(t)(approval.title.key, approval.title.params);
    // What foreign text may be behind is never answered in advance.
    if (isCovered(approval.effects, allow) && approval.source === undefined) {
      terminal.err(`${t('cli.allowed', { what })}\n`);
      await decide(approval, 'once');
    } else if (terminal.canAsk) await askPerson(approval, gone);
    else {
      terminal.err(`${t('cli.denied', { what, allow: namesOf(approval) })}\n`);
      await decide(approval, 'deny');
    }
  };
  return {
    update(approvals) {
      waiting = approvals;
      const ids = new Set<string>(approvals.map((one) => one.id));
      for (const [id, gone] of open) if (!ids.has(id)) gone.abort();
      for (const approval of approvals) {
        if (open.has(approval.id)) continue;
        const gone = new AbortController();
        open.set(approval.id, gone);
        last = last
          .then(() => answer(approval, AbortSignal.any([signal, gone.signal])))
          .catch((error: unknown) => {
            if (!isCancelled(error)) terminal.err(`${error instanceof Error ? error.message : String(error)}\n`);
          });
      }
    },
    idle: () => last,
  };
}
