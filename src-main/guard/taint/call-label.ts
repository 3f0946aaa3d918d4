// Which label the result of a call brings into its chat: what the tool says, else what its effects imply.
import { type Effect, isNote } from '#main/contract/messages.ts';
import type { Secrecy, Trust } from '#main/contract/taint.ts';
import { hideKeyShapes } from '#main/platform/base/redaction/key-shapes.ts';
import type { EndedCall, TaintLabel } from './port.ts';

export type CallLabelDeps = {
  /** A path of the workspace holds what the person keeps private; `false` where the person called the folder public. */
  readonly isPrivate: (path: string) => boolean;
};

/** A command may be called so too; but what is known of its words, or is not, always stands beside it. */
export const isSkillScript = ({ type, target, command, unknown }: Effect): boolean =>
  type === 'execute' && target.startsWith('skill:') && command === undefined && unknown === undefined;

/** The bare name of a server is a source that its own tools alone may give: a file or a command may be called so too. */
export const noServer = (source: string): string => (source.startsWith('mcp:') ? `${source} …` : source);

const order = { owner: 0, known: 1, untrusted: 2 } as const;
const secrets = { public: 0, private: 1, secret: 2 } as const;

function labelOf(effect: Effect, d: CallLabelDeps): Omit<TaintLabel, 'turnId'> | undefined {
  const { target } = effect;
  const label = (trust: Trust, secrecy: Secrecy, source = target) => ({ trust, secrecy, source });
  if (target.startsWith('mcp:')) return label('untrusted', 'private', noServer(target.split('/')[0] ?? ''));
  switch (effect.type) {
    case 'read':
      if (target === 'chats') return label('untrusted', 'private');
      if (isNote(effect)) return label('known', 'private', 'notes');
      if (effect.insideWorkspace === false) return label('untrusted', 'private');
      return label('known', d.isPrivate(target) ? 'private' : 'public');
    case 'execute':
      // The folders of a skill's script are effects of their own.
      if (isSkillScript(effect)) return label('known', 'public');
      return label('known', d.isPrivate('.') ? 'private' : 'public');
    case 'network':
      return label('untrusted', 'public');
    case 'message':
    case 'device':
      return label('untrusted', 'private');
    case 'write':
    case 'policy':
      return undefined;
  }
}

/** Undefined: it brought nothing but an answer of our own. */
export function callLabel(ended: Omit<EndedCall, 'turnId'>, d: CallLabelDeps): Omit<TaintLabel, 'turnId'> | undefined {
  const found = ended.label === undefined ? ended.effects.flatMap((effect) => labelOf(effect, d) ?? []) : [ended.label];
  const [first] = found;
  if (first === undefined) return undefined;
  const trust = found.reduce<Trust>((worst, { trust }) => (order[trust] > order[worst] ? trust : worst), 'owner');
  const secrecy = found.reduce<Secrecy>(
    (worst, { secrecy }) => (secrets[secrecy] > secrets[worst] ? secrecy : worst),
    hideKeyShapes(ended.output) === ended.output ? 'public' : 'secret',
  );
  // A command with the network is its own source, not the star that stands for every host.
  const { source } = found.find((label) => label.trust === trust && label.source !== '*') ?? first;
  return { trust, secrecy, source: source.slice(0, 300) };
}
