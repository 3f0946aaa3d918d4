// What a mode says to what no rule spoke of.
import type { Mode } from '#main/contract/permissions.ts';
import type { Words } from '#main/contract/policy.ts';
import type { SandboxState } from '#main/contract/system.ts';
import { type Atom, isFree } from '../decision/atoms.ts';
import type { Remark } from '../decision/judge.ts';
import { isWithin } from '../rules/paths.ts';
import { matchesHost } from '../rules/patterns.ts';

export type ModeFacts = {
  readonly mode: Mode;
  readonly tier: SandboxState['tier'];
  readonly workspace: string;
  /** What is written can be put back. */
  readonly canUndo: boolean;
};

/** Commands are held by a sandbox that was tried out on this machine. */
export const isProven = (tier: SandboxState['tier']): boolean =>
  tier !== 'none' && tier !== 'off' && tier !== 'probing';

const words = (key: string, params: Record<string, string> = {}): Words => ({ key: `policy.${key}`, params });

const hostPattern = (text: string) => {
  const [, host = text, port] = /^(.*?)(?::(\d{1,5}))?$/.exec(text) ?? [];
  return port === undefined ? { host } : { host, port: Number(port) };
};

/** Undefined: it may run; otherwise why it has to be asked. */
function edgeOf(atom: Atom, { mode, tier, workspace, canUndo }: ModeFacts): Words | undefined {
  const task = mode.type === 'trusted' ? mode.task : undefined;
  const folders = [workspace, ...(task?.folders ?? [])];
  const isAtHome = (path: string) => folders.some((folder) => isWithin(path, folder));
  switch (atom.type) {
    case 'path':
      if (!isAtHome(atom.path)) return words('edge_outside', { path: atom.target });
      return atom.access === 'write' && !canUndo ? words('edge_cannot_undo') : undefined;
    case 'command': {
      if (!isProven(tier)) return words('edge_no_sandbox');
      const outside = atom.paths.find(({ path, isOutside }) => isOutside && !isAtHome(path));
      return outside === undefined ? undefined : words('edge_outside', { path: outside.word });
    }
    case 'network': {
      const { host } = atom;
      if (host === undefined) return words('edge_any_network');
      const isKnown = (task?.hosts ?? []).some((one) => matchesHost(host, hostPattern(one)));
      return isKnown ? undefined : words('edge_network', { host: host.host });
    }
    case 'script':
      return words('edge_script');
    case 'message':
      return words('edge_message', { recipient: atom.target });
    case 'device':
      return words('edge_device', { device: atom.identity });
    case 'note':
      return canUndo ? undefined : words('edge_cannot_undo');
    case 'other':
      return words('edge_other', { target: atom.target });
  }
}

export function otherwise(atom: Atom, facts: ModeFacts): Remark {
  const { mode } = facts;
  const voice = { type: 'mode', mode: mode.type } as const;
  const say = (answer: Remark['answer'], said: Words): Remark => ({ answer, strength: 'soft', voice, words: said });
  if (isFree(atom)) return say('allow', words('free_read'));
  if (mode.type === 'ask') return say('ask', words(`ask_${atom.effect.type}`, { target: atom.target }));
  if (mode.type === 'look')
    return atom.effect.type === 'read'
      ? say('ask', words('edge_outside', { path: atom.target }))
      : say('deny', words('look_denies'));
  const edge = edgeOf(atom, facts);
  return edge === undefined
    ? say('allow', words(atom.type === 'note' ? 'note_allowed' : `${mode.type}_allows`))
    : say('ask', edge);
}
