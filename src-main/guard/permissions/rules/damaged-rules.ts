// Rules that cannot be read any more: what they could have refused is refused or asks until the person decides about them.
import type { DamagedRule as ShownDamaged } from '#main/contract/permissions.ts';
import type { RuleDraft, RuleMatch } from '#main/contract/policy.ts';
import type { DamagedRule } from '#main/platform/store/port/rules.ts';
import type { ActiveRule } from '../decision/judge.ts';

const effects = (...names: readonly Extract<RuleMatch, { type: 'effect' }>['effect'][]): readonly RuleMatch[] =>
  names.map((effect) => ({ type: 'effect', effect }));

/** Everything that a rule of a kind can mean. */
function reachOf(kind: DamagedRule['kind']): readonly RuleMatch[] {
  switch (kind) {
    case 'command':
      return effects('execute', 'write');
    case 'path':
      return effects('read', 'write', 'execute');
    case 'host':
      return effects('network', 'execute');
    case 'recipient':
      return effects('message');
    case 'device':
      return effects('device');
    case 'tool':
    case 'effect':
    case 'exact':
    case undefined:
      return [{ type: 'tool', tool: '*' }];
  }
}

/** All that is left of it says that it allowed something: it allows nothing now, and that is all. */
const onlyAllowed = ({ answers }: DamagedRule) => answers.length > 0 && answers.every((answer) => answer === 'allow');

export function damagedActive(rule: DamagedRule): ActiveRule[] {
  if (onlyAllowed(rule)) return [];
  const isKnown = rule.matches.length > 0;
  const answer = isKnown && rule.answers.includes('deny') ? 'deny' : 'ask';
  const words = { key: `policy.damaged_${answer}`, params: { rule: rule.text.slice(0, 200) } };
  return (isKnown ? rule.matches : reachOf(rule.kind)).map((match) => ({
    ...{ id: rule.id, answer, match, scope: 'person', words },
  }));
}

/** What it was, where no two readings of it are possible. */
function draftOf({ answers, matches, why, workspace, expiresAt }: DamagedRule): RuleDraft | undefined {
  const [[answer, otherAnswer], [match, otherMatch]] = [answers, matches];
  if (answer === undefined || match === undefined || match.type === 'exact') return undefined;
  if (otherAnswer !== undefined || otherMatch !== undefined) return undefined;
  return {
    ...{ answer, match, why },
    ...(workspace === undefined ? {} : { workspace }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

export function toShownDamaged(rule: DamagedRule): ShownDamaged {
  const draft = draftOf(rule);
  return {
    ...{ id: rule.id, text: rule.text, why: rule.why, createdAt: rule.createdAt },
    effect: onlyAllowed(rule) ? 'nothing' : rule.matches.length > 0 ? 'holds' : 'asks',
    ...(rule.workspace === undefined ? {} : { workspace: rule.workspace }),
    ...(draft === undefined ? {} : { draft }),
  };
}
