// Answers what a turn asks: by what was allowed on the command line, by the person on a terminal, otherwise with no.
import type { LimpetClient } from '#main/contract/contract.ts';
import { isAppError, isCancelled } from '#main/contract/errors.ts';
import type { Approval, Effect } from '#main/contract/messages.ts';
import { shownText, visibleLine, visibly } from '#main/contract/shown-text.ts';
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
type Decision = 'once' | 'session' | 'deny' | 'deny_stop';

/** `--allow write` covers files of the workspace alone; no word covers messages, devices or the policy itself. */
export function isCovered(effects: readonly Effect[], allow: ReadonlySet<AllowedEffect>): boolean {
  return effects.every((effect) => {
    if (effect.type === 'read') return effect.insideWorkspace === true;
    if (effect.type === 'write') return allow.has('write') && effect.insideWorkspace !== false;
    return (effect.type === 'execute' || effect.type === 'network') && allow.has(effect.type);
  });
}

/** Exactly what will happen, as lines; nothing is left out. */
export function cardOf({ title, shown, sessionTitle }: Approval, t: Translate): string[] {
  const { lines, warnings } = shownText(shown);
  const place =
    shown.type === 'argv'
      ? [
          t('cli.approval_in', { folder: visibleLine(shown.cwd) }),
          t(shown.sandbox === 'bubblewrap' ? 'cli.approval_sandboxed' : 'cli.approval_not_sandboxed'),
          ...(shown.network ? [t('cli.approval_network')] : []),
        ]
      : [];
  return [
    '',
    visibly(t)(title.key, title.params),
    ...lines.map((line) => `  ${line}`),
    ...place,
    ...warnings.map((warning) => t(`cli.approval_${warning}`)),
    t('cli.approval_session_of', { session: visibleLine(sessionTitle) }),
  ];
}

/** Only a clear yes is a yes: an empty line, an unknown word and the end of the input are a no. */
export function readDecision(typed: string | undefined, approval: Approval): Decision {
  const word = typed?.trim().toLowerCase();
  if (word === 'y' || word === 'yes' || word === 'j' || word === 'ja') return 'once';
  if (word === 's' && approval.sessionGrant !== undefined) return 'session';
  return word === 'd' ? 'deny_stop' : 'deny';
}

function namesOf(approval: Approval): string {
  return [...new Set(approval.effects.map((effect) => effect.type))].filter((type) => type !== 'read').join(',');
}

export function createApprovalDesk({ api, allow, terminal, t, signal }: ApprovalDeskDeps): ApprovalDesk {
  const open = new Map<string, AbortController>();
  let last: Promise<void> = Promise.resolve();

  const decide = async (approval: Approval, decision: Decision) => {
    const { id: approvalId, planHash } = approval;
    await api.approvals.decide({ approvalId, planHash, decision }, { signal }).catch((error: unknown) => {
      // Answered in a window meanwhile, or expired: the turn goes on by that.
      if (!isAppError(error) || error.code !== 'conflict') throw error;
    });
  };
  const askPerson = async (approval: Approval, gone: AbortSignal) => {
    const question = approval.sessionGrant === undefined ? 'cli.approval_question' : 'cli.approval_question_session';
    terminal.err(`${cardOf(approval, t).join('\n')}\n`);
    if (approval.sessionGrant !== undefined)
      terminal.err(
        `${t('cli.approval_session_means', { what: visibly(t)(approval.sessionGrant.key, approval.sessionGrant.params) })}\n`,
      );
    const typed = await terminal.ask(`${t(question)} `, gone);
    await decide(approval, readDecision(typed, approval));
  };
  const answer = async (approval: Approval, gone: AbortSignal) => {
    if (gone.aborted) return;
    const what = visibly(t)(approval.title.key, approval.title.params);
    if (isCovered(approval.effects, allow)) {
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
