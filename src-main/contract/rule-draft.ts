// From what a person types to a rule, or to something to try.
import { Trial } from './permissions.ts';
import { type RuleAnswer, RuleDraft } from './policy.ts';

export const ruleKinds = ['command', 'path', 'host', 'tool', 'recipient', 'device', 'effect'] as const;
export type RuleKind = (typeof ruleKinds)[number];
export const effectNames = ['read', 'write', 'execute', 'network', 'message', 'device', 'policy'] as const;

export type RuleForm = {
  readonly answer: RuleAnswer;
  readonly kind: RuleKind;
  readonly pattern: string;
  readonly access: 'any' | 'read' | 'write';
  readonly effect: (typeof effectNames)[number];
  readonly why: string;
  /** Holds in this folder alone; empty: everywhere. */
  readonly workspace: string;
};

/** Words as a shell splits them: by spaces, kept together by quotes. */
export function splitWords(text: string): readonly string[] {
  const found = text.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return found.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, (_, one?: string, two?: string) => one ?? two ?? ''));
}

function matchOf({ kind, pattern, access, effect }: RuleForm): unknown {
  const text = pattern.trim();
  switch (kind) {
    case 'command':
      return { type: kind, argv: splitWords(text) };
    case 'path':
      return { type: kind, access, glob: text };
    case 'host': {
      const [, host = text, port] = /^(.*?):(\d+)$/.exec(text) ?? [];
      return { type: kind, host, ...(port === undefined ? {} : { port: Number(port) }) };
    }
    case 'tool':
      return { type: kind, tool: text };
    case 'recipient': {
      const at = text.indexOf('/');
      const peer = at < 0 ? '' : text.slice(at + 1);
      return { type: kind, channel: at < 0 ? text : text.slice(0, at), ...(['', '*'].includes(peer) ? {} : { peer }) };
    }
    case 'device':
      return { type: kind, identity: text, ...(access === 'any' ? {} : { access }) };
    case 'effect':
      return { type: kind, effect };
  }
}

/** Undefined while something is missing. */
export function draftOf(form: RuleForm): RuleDraft | undefined {
  const read = RuleDraft.safeParse({
    answer: form.answer,
    match: matchOf(form),
    why: form.why.trim(),
    ...(form.workspace === '' ? {} : { workspace: form.workspace }),
  });
  return read.success ? read.data : undefined;
}

export const trialKinds = ['command', 'path', 'host', 'tool'] as const;
export type TrialForm = {
  readonly kind: (typeof trialKinds)[number];
  readonly text: string;
  readonly access: 'read' | 'write' | 'delete';
  readonly network: boolean;
};

export function trialOf({ kind, text, access, network }: TrialForm): Trial | undefined {
  const what = text.trim();
  const read = Trial.safeParse({ type: kind, [kind]: what, access, network });
  return read.success ? read.data : undefined;
}
