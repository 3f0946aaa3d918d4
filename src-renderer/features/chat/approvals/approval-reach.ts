// What a question's act can reach, as sentences of the catalogue: folder, sandbox, network, and whether it can be undone.
import type { Approval, FileChange } from '#main/contract/messages.ts';

export type ReachSentence = { readonly key: string; readonly params: Readonly<Record<string, string>> };

export function approvalReach(approval: Approval): readonly ReachSentence[] {
  const { shown } = approval;
  const sentences: ReachSentence[] = [];
  switch (shown.type) {
    case 'argv':
      sentences.push({ key: 'chat.reach_folder', params: { path: shown.cwd } });
      sentences.push({
        key: shown.sandbox === 'none' ? 'chat.reach_no_sandbox' : 'chat.reach_sandbox',
        params: { sandbox: shown.sandbox },
      });
      if (shown.sandbox !== 'none') {
        sentences.push({ key: shown.network ? 'chat.reach_network' : 'chat.reach_no_network', params: {} });
      }
      sentences.push({
        key: 'chat.reach_timeout',
        params: { minutes: String(Math.max(1, Math.round(shown.timeoutMs / 60_000))) },
      });
      break;
    case 'diff':
      sentences.push({
        key: shown.created ? 'chat.reach_creates' : 'chat.reach_changes',
        params: { path: shown.path, added: String(shown.added), removed: String(shown.removed) },
      });
      break;
    case 'changes':
      sentences.push({ key: 'side.reach_files', params: countChanges(shown.files) });
      break;
    case 'request':
      sentences.push({ key: 'chat.reach_request', params: { host: hostOf(shown.url) } });
      break;
    case 'text':
      break;
  }
  const outside = approval.effects.filter((effect) => effect.insideWorkspace === false);
  for (const effect of outside) {
    sentences.push({
      key: `chat.reach_outside_${effect.type === 'read' ? 'read' : 'write'}`,
      params: { path: effect.target },
    });
  }
  sentences.push({ key: approval.canUndo ? 'chat.reach_undo' : 'chat.reach_no_undo', params: {} });
  return sentences;
}

function countChanges(files: readonly FileChange[]): Readonly<Record<string, string>> {
  const sum = (side: 'added' | 'removed') => String(files.reduce((total, file) => total + file[side], 0));
  return { count: String(files.length), added: sum('added'), removed: sum('removed') };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
