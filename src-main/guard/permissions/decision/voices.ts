// Who else has a say besides the rules: the sandbox, the mode, the look at a script, many at once, taint, the turn's order.
import type { Effect } from '#main/contract/messages.ts';
import type { Mode } from '#main/contract/permissions.ts';
import type { Words } from '#main/contract/policy.ts';
import type { SandboxState } from '#main/contract/system.ts';
import { isProven } from '../modes/otherwise.ts';
import type { PermissionRequest, TaintVerdict } from '../port.ts';
import { isWithin } from '../rules/paths.ts';
import type { WorkspaceFile } from '../rules/workspace-file.ts';
import { wrapperIn } from '../shell/wrappers.ts';
import { type Atom, isFree } from './atoms.ts';
import type { Remark } from './judge.ts';

/** More than this many deleted or moved away in one call always ask, with the number. */
export const bulkLimit = 10;

export type VoiceFacts = {
  readonly request: Pick<PermissionRequest, 'shown' | 'policy' | 'tool'>;
  readonly tier: SandboxState['tier'];
  readonly mode: Mode;
  readonly workspace: string;
  readonly file: WorkspaceFile;
  readonly taint: TaintVerdict;
  readonly isGranted: boolean;
};

const words = (key: string, params: Record<string, string> = {}): Words => ({ key: `policy.${key}`, params });

function sandboxSays(atom: Atom, { tier, request }: VoiceFacts): Remark[] {
  if (atom.effect.type !== 'execute') return [];
  const voice = { type: 'sandbox' } as const;
  if (tier === 'off') return [{ answer: 'deny', strength: 'hard', voice, words: words('sandbox_off'), atom }];
  // Where nobody can be asked, the order of the turn decides.
  if (isProven(tier) || !request.policy.interactive || request.shown.type !== 'argv') return [];
  return [{ answer: 'ask', strength: 'hard', voice, words: words('edge_no_sandbox'), atom }];
}

function shellSays(atom: Atom, { request }: VoiceFacts): Remark[] {
  const voice = { type: 'shell' } as const;
  if (atom.type === 'script' && request.shown.type === 'argv') {
    const { unknown } = atom.effect;
    const said = unknown === undefined ? words('edge_script') : words('shell_unknown', { found: unknown });
    return [{ answer: 'ask', strength: 'soft', voice, words: said, atom }];
  }
  if (atom.type !== 'command') return [];
  const wrapper = wrapperIn(atom.argv);
  return wrapper === undefined ? [] : [{ answer: 'ask', strength: 'soft', voice, words: wrapper, atom }];
}

function bulkSays(atom: Atom, { workspace }: VoiceFacts): Remark[] {
  const { effect } = atom;
  if (atom.type !== 'path' || atom.access !== 'write' || effect.delete !== true) return [];
  const count = effect.count ?? 1;
  const isOutside = effect.insideWorkspace === false || !isWithin(atom.path, workspace);
  if (count <= bulkLimit && !isOutside) return [];
  const sample = (effect.sample ?? [effect.target]).slice(0, 5).join(', ');
  const said = words(isOutside ? 'bulk_outside' : 'bulk', { count: String(count), sample });
  return [{ answer: 'ask', strength: 'hard', voice: { type: 'bulk' }, words: said, atom }];
}

function deviceSays(atom: Atom): Remark[] {
  if (atom.type !== 'device' || atom.effect.asksEachTime !== true) return [];
  return [{ answer: 'ask', strength: 'hard', voice: { type: 'device' }, words: words('device_each_time'), atom }];
}

const isOrdered = (effect: Effect, { request, tier }: VoiceFacts): boolean => {
  const { policy } = request;
  if (effect.type === 'policy') return false;
  if (effect.type === 'execute' && !isProven(tier) && policy.interactive) return false;
  return policy.allow.includes(effect.type);
};

function taintSays({ taint, request }: VoiceFacts): Remark[] {
  if (taint.type === 'free') return [];
  // Kept as a proposal by whoever runs the call; where nobody can be asked, that is all there is to it.
  if (taint.type === 'propose' && !request.policy.interactive) return [];
  const answer = taint.type === 'deny' ? 'deny' : 'ask';
  return [{ answer, strength: 'hard', voice: { type: 'taint' }, words: taint.why }];
}

export function voices(atoms: readonly Atom[], facts: VoiceFacts): Remark[] {
  const busy = atoms.filter((atom) => !isFree(atom));
  const each = busy.flatMap((atom): Remark[] => [
    ...sandboxSays(atom, facts),
    ...shellSays(atom, facts),
    ...bulkSays(atom, facts),
    ...deviceSays(atom),
    ...(isOrdered(atom.effect, facts)
      ? [{ answer: 'allow', strength: 'exact', voice: { type: 'order' }, words: words('ordered'), atom } as const]
      : []),
    ...(facts.mode.type === 'look' && atom.effect.type !== 'read'
      ? [
          {
            answer: 'deny',
            strength: 'hard',
            voice: { type: 'mode', mode: 'look' },
            words: words('look_denies'),
            atom,
          } as const,
        ]
      : []),
  ]);
  const broken: Remark[] =
    facts.file.state === 'broken' && busy.length > 0
      ? [
          {
            answer: 'ask',
            strength: 'hard',
            voice: { type: 'workspace_file' },
            words: words('file_broken', { path: facts.file.path }),
          },
        ]
      : [];
  const granted: Remark[] = facts.isGranted
    ? [{ answer: 'allow', strength: 'exact', voice: { type: 'grant' }, words: words('granted') }]
    : [];
  return [...taintSays(facts), ...broken, ...each, ...granted];
}
