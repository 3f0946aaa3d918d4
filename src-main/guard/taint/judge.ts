// What a chat's labels mean for a planned call.
//
// Three things together are dangerous: words that are not the person's, something private, and a way out. Any two are
// everyday work, so they pass. Why each label is as it is:
//
// - Text of files is never an order of the person. Files of the chat's own folder are `known`: the person chose the folder,
//   strangers may still have written into it. That is enough to ask before something leaves and to lay a change of
//   instructions before the person; only what strangers can write at any time (pages, servers, past chats) is `untrusted`.
// - Files of the folder are private unless the person says otherwise. A rule that finds the private ones by their look
//   would miss the diary, the offer, the name; so everything counts, and what makes this bearable is the next point.
// - No ask where nothing can have been smuggled out: a command without network in its sandbox, a file of the folder, and a
//   GET of exactly an address that the person wrote. Not "its host": the page that the person named may be the attacker's.
//   Not "an address seen in a page": which of many it is, is a message too. A GET of a host for which the person wrote a rule
//   of its own passes too: whoever answers there is somebody they chose.
//   And a call of the one server from which all of it came: a chat with a server is not asked about at each step.
// - Nothing here is decided by looking for the secret in the bytes: it may be encoded, split over calls, or told by silence.
import { type Effect, isNote } from '#main/contract/messages.ts';
import type { TaintLabels } from '#main/contract/taint.ts';
import type { PermissionRequest } from '#main/guard/permissions/port.ts';
import { isGuidance } from './guidance-paths.ts';
import type { TaintVerdict } from './port.ts';
import { runsFree, type SinkDeps, wayOut } from './sinks.ts';

export type JudgeDeps = SinkDeps & {
  /** Files of the chat's folder count as private. */
  readonly isPrivateFolder: () => boolean;
  /** The chat's folder is copied to other machines by a program of the person. */
  readonly isSyncedFolder: () => Promise<boolean>;
};

type Asked = Pick<PermissionRequest, 'effects' | 'shown' | 'tool'>;

const noSandbox =
  'This chat has read text that is not the person’s, and no sandbox holds commands on this machine. Commands are off here; the person can continue in a clean chat.';

/** The newest of the worst: most likely the one whose words are being followed. */
export function likelySource({ sources, trust }: TaintLabels): string {
  return (sources.findLast((source) => source.trust === trust) ?? sources.at(-1))?.source ?? '';
}

const changesGuidance = ({ effects }: Asked) =>
  effects.some((effect) => effect.type === 'policy' || (effect.type === 'write' && isGuidance(effect.target)));

/**
 * A note outlives the chat, and another chat will read it. Words of strangers get there only past the person's eyes; what was
 * read in files of the folder may be noted down, for a note is never taken as an order.
 */
const writesNote = (effect: Effect) => effect.type === 'write' && isNote(effect);

/** The call itself reads and sends at once, e.g. a command with network: nothing private has to be in the chat before. */
const holdsPrivate = ({ effects }: Asked, d: JudgeDeps) =>
  effects.some(
    (effect) =>
      effect.target.startsWith('mcp:') ||
      effect.type === 'execute' ||
      (effect.type === 'read' && (effect.insideWorkspace === false || d.isPrivateFolder())),
  );

/**
 * All that was read here came from one server or one device, and this goes back to it: that tells it nothing. Its name stands
 * as a source only where a tool of it said so (`call-label.ts`).
 */
function goesHome({ effects }: Asked, { sources, more }: TaintLabels): boolean {
  const [first] = effects;
  if (first?.type === 'device')
    return (
      more === 0 &&
      [...effects, ...sources.map(({ source }) => ({ type: 'device', target: source }))].every(
        ({ type, target }) => type === 'device' && target === first.target,
      )
    );
  const server = effects.map(({ target }) => /^mcp:[^/]+/.exec(target)?.[0]).find((found) => found !== undefined);
  if (server === undefined || more > 0) return false;
  const isIts = ({ type, target }: Asked['effects'][number]) => type === 'network' || target.startsWith(`${server}/`);
  return sources.every(({ source }) => source === server) && effects.every(isIts);
}

const hourMs = 3_600_000;
/** A command in the background: nobody looks at what it leaves behind once its call has ended. */
const outlivesCall = ({ shown }: Asked) => shown.type === 'argv' && shown.timeoutMs > hourMs;

export async function judgeCall(request: Asked, labels: TaintLabels, d: JudgeDeps): Promise<TaintVerdict> {
  if (labels.trust === 'owner') return { type: 'free' };
  const source = likelySource(labels);
  const why = (key: string) => ({ key, params: { source } });
  if (labels.trust === 'untrusted' && runsFree(request))
    return { type: 'deny', why: why('taint.why_no_sandbox'), source, reason: noSandbox };
  if (labels.trust === 'untrusted' && outlivesCall(request)) {
    const text = request.shown.type === 'argv' ? request.shown.argv.join('\n') : '';
    const outgoing = { to: request.tool, text, sizeBytes: Buffer.byteLength(text) };
    return { type: 'ask', why: why('taint.why_background'), source, outgoing };
  }
  if (labels.trust === 'untrusted' && request.effects.some(writesNote))
    return { type: 'propose', why: why('taint.why_note'), source };
  if (changesGuidance(request)) return { type: 'propose', why: why('taint.why_guidance'), source };
  if (goesHome(request, labels)) return { type: 'free' };
  if (labels.secrecy === 'public' && !holdsPrivate(request, d)) return { type: 'free' };
  const outgoing = await wayOut(request, d);
  if (outgoing !== undefined) return { type: 'ask', why: why('taint.why_leaves'), source, outgoing };
  const written = request.effects.find((effect) => effect.type === 'write' && effect.insideWorkspace !== false);
  if (written === undefined || labels.trust !== 'untrusted' || !(await d.isSyncedFolder())) return { type: 'free' };
  const text = [written.target, request.shown.type === 'diff' ? request.shown.diff : ''].join('\n');
  const leaving = { to: written.target, text, sizeBytes: Buffer.byteLength(text) };
  return { type: 'ask', why: why('taint.why_synced'), source, outgoing: leaving };
}
