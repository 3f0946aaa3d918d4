// What makes two calls the same call: for "Always for exactly this".

import { type Effect, isNote, type Shown } from '#main/contract/messages.ts';
import type { Words } from '#main/contract/policy.ts';
import { hashOf } from '#main/platform/base/json.ts';
import type { PermissionRequest } from '../port.ts';

type Asked = Pick<PermissionRequest, 'tool' | 'effects' | 'shown'>;

/** A change of a file is the same when it is the same file: its text differs every time. A time limit is no difference. */
function same(shown: Shown): unknown {
  if (shown.type === 'diff') return { type: 'diff', path: shown.path };
  if (shown.type === 'changes')
    return { type: 'changes', files: shown.files.map(({ path, change, from }) => ({ path, change, from })) };
  if (shown.type !== 'argv') return shown;
  const { timeoutMs: _limit, ...rest } = shown;
  return rest;
}

/** Over the tool, the folder, what is touched and what is shown, the hashes of script files among it. */
export function exactHash({ tool, effects, shown }: Asked, workspace: string): string {
  const touched = effects.map(({ sample: _sample, ...effect }) => effect);
  return hashOf({ tool, workspace, touched, shown: same(shown) });
}

/** A note is known by its title. */
const nameOf = (effect: Effect) => (isNote(effect) ? (effect.sample?.[0] ?? effect.target) : effect.target);

/** The call in one line, for the list of rules. */
export function exactText({ tool, effects, shown }: Asked): string {
  const what = shown.type === 'argv' ? shown.argv.join(' ') : effects.map(nameOf).join(', ');
  return `${tool}: ${what}`.slice(0, 2_000);
}

export function alwaysWords({ tool, effects, shown }: Asked, workspace: string): Words {
  if (shown.type === 'argv')
    return { key: 'policy.always_command', params: { command: shown.argv.join(' '), folder: shown.cwd } };
  const note = effects.find(isNote);
  if (note !== undefined && shown.type === 'diff') {
    const act = note.delete === true ? 'delete' : note.target === 'note:new' ? 'new' : 'change';
    return { key: `policy.always_note_${act}`, params: { title: shown.path, folder: workspace } };
  }
  if (shown.type === 'diff') return { key: 'policy.always_file', params: { path: shown.path, folder: workspace } };
  if (shown.type === 'request')
    return { key: 'policy.always_request', params: { method: shown.method, url: shown.url } };
  return { key: 'policy.always_call', params: { tool, target: effects.map((effect) => effect.target).join(', ') } };
}
