// The one path by which anything is decided: calls of turns and what a person tries out.
import type { SessionId } from '#main/contract/ids.ts';
import type { Mode } from '#main/contract/permissions.ts';
import type { SandboxState } from '#main/contract/system.ts';
import type { TurnPolicy } from '#main/platform/store/port.ts';
import { exactHash } from '../approvals/exact.ts';
import { otherwise } from '../modes/otherwise.ts';
import type { PermissionRequest, TaintVerdict } from '../port.ts';
import type { RuleBook } from '../rules/rule-book.ts';
import { type Atom, atomize } from './atoms.ts';
import { type Judgement, judge } from './judge.ts';
import { voices } from './voices.ts';

export type Question = Pick<PermissionRequest, 'tool' | 'effects' | 'shown' | 'canUndo'> & {
  readonly policy: TurnPolicy;
  readonly workspace: string;
  readonly sessionId: SessionId | undefined;
  readonly mode: Mode;
  readonly taint: TaintVerdict;
  /** Granted for the session: exactly this. */
  readonly isGranted: boolean;
};

export type DecideDeps = {
  readonly book: Pick<RuleBook, 'active'>;
  readonly tier: () => SandboxState['tier'];
  readonly home: string;
};

export type Decided = Judgement & { readonly atoms: readonly Atom[] };

export async function decide(question: Question, d: DecideDeps): Promise<Decided> {
  const { workspace, mode, taint, isGranted, canUndo } = question;
  const tier = d.tier();
  const { rules, file } = await d.book.active(workspace);
  const atoms = atomize(question);
  const judgement = judge({
    atoms,
    call: { tool: question.tool, exactHash: exactHash(question, workspace), roots: { workspace, home: d.home } },
    rules,
    remarks: voices(atoms, { request: question, tier, mode, workspace, file, taint, isGranted }),
    otherwise: (atom) => otherwise(atom, { mode, tier, workspace, canUndo }),
  });
  return { ...judgement, atoms };
}
