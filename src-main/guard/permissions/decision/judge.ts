// One decision from everything that has a say: deny before ask before allow, over every part of a call.
import type { RuleId } from '#main/contract/ids.ts';
import type { Reason, RuleAnswer, RuleScope, Voice, Words } from '#main/contract/policy.ts';
import type { Atom } from './atoms.ts';
import { type CallFacts, type MatchRule, matchRule } from './match-rule.ts';

export type ActiveRule = MatchRule & { readonly id: RuleId; readonly scope: RuleScope; readonly words: Words };

/**
 * What a voice other than the rules says. An ask that is `soft` gives way to an allow that is `exact`: what the person said
 * to this very call or this turn. Any other ask gives way to nothing but an answer to its own card.
 */
export type Remark = {
  readonly answer: RuleAnswer;
  readonly strength: 'hard' | 'soft' | 'exact';
  readonly voice: Voice;
  readonly words: Words;
  /** Undefined: the whole call. */
  readonly atom?: Atom;
};

export type JudgeInput = {
  readonly atoms: readonly Atom[];
  readonly call: CallFacts;
  readonly rules: readonly ActiveRule[];
  readonly remarks: readonly Remark[];
  /** What the mode says to what nobody spoke of. */
  readonly otherwise: (atom: Atom) => Remark;
};

export type Judgement = {
  readonly answer: RuleAnswer;
  readonly reasons: readonly Reason[];
  /** Rules that matched. */
  readonly matched: readonly RuleId[];
  /** Nothing but an answer to this call lets it run: no grant is offered. */
  readonly isHard: boolean;
};

const order: Readonly<Record<RuleAnswer, number>> = { deny: 0, ask: 1, allow: 2 };

type Spoken = {
  readonly reason: Reason;
  readonly strength: Remark['strength'];
  readonly atom: Atom | undefined;
  /** It might be meant; what certainly is tells the person more. */
  readonly isReached?: boolean;
};

function rulesSay({ atoms, call, rules }: JudgeInput): Spoken[] {
  return rules.flatMap((rule) => {
    // An exact rule is the person's answer to this very call, given in advance: it speaks of all of it.
    const isExact = rule.match.type === 'exact';
    return (isExact ? atoms.slice(0, 1) : atoms).flatMap((atom): Spoken[] => {
      const outcome = matchRule(rule, atom, call);
      if (outcome === 'no') return [];
      const answer = outcome === 'reached' && rule.answer === 'deny' ? 'ask' : rule.answer;
      const voice: Voice = { type: 'rule', ruleId: rule.id, scope: rule.scope };
      const reason: Reason = { answer, voice, target: atom.target, words: rule.words };
      const isReached = outcome === 'reached';
      return [{ reason, strength: isExact ? 'exact' : 'hard', atom: isExact ? undefined : atom, isReached }];
    });
  });
}

const spoken = ({ answer, strength, voice, words, atom }: Remark, target: string): Spoken => ({
  reason: { answer, voice, target: atom?.target ?? target, words },
  strength,
  atom,
});

/**
 * A command that names places outside the workspace is covered only by a rule that spells these words out, or where each
 * place is allowed by itself.
 */
function coversPlaces(input: JudgeInput, atom: Atom, said: Spoken): boolean {
  if (atom.type !== 'command' || said.reason.voice.type !== 'rule') return true;
  const { ruleId } = said.reason.voice;
  const match = input.rules.find((rule) => rule.id === ruleId)?.match;
  if (match === undefined || match.type === 'exact') return true;
  const literal = match.type === 'command' ? new Set(match.argv.filter((word) => !word.includes('*'))) : new Set();
  return atom.paths.every(
    ({ path, word, isOutside }) =>
      !isOutside ||
      literal.has(word) ||
      input.rules.some(
        (rule) =>
          rule.answer === 'allow' &&
          matchRule(rule, { type: 'path', path, access: 'write', effect: atom.effect, target: word }, input.call) ===
            'meant' &&
          rule.match.type === 'path',
      ),
  );
}

export function judge(input: JudgeInput): Judgement {
  const { atoms } = input;
  const whole = atoms[0]?.target ?? input.call.tool;
  const said = [...rulesSay(input), ...input.remarks.map((remark) => spoken(remark, whole))];
  const isOf = (answer: RuleAnswer, one: Spoken) => one.reason.answer === answer;
  const allows = said.filter((one) => isOf('allow', one));
  const grantsAll = allows.some((one) => one.strength === 'exact' && one.atom === undefined);
  const open: Spoken[] = [];
  for (const atom of atoms) {
    const speaks = (one: Spoken) => one.atom === undefined || one.atom === atom;
    const covering = allows.filter(speaks).filter((one) => coversPlaces(input, atom, one));
    if (covering.length > 0) continue;
    const remark = input.otherwise(atom);
    open.push(spoken({ ...remark, atom }, whole));
  }
  const all = [...said, ...open];
  const denied = all.some((one) => isOf('deny', one));
  const asks = all.filter((one) => isOf('ask', one));
  const hard = asks.some((one) => one.strength !== 'soft');
  const isSoftCovered = (one: Spoken) =>
    grantsAll || allows.some((other) => other.strength === 'exact' && other.atom === one.atom);
  const asked = hard || asks.some((one) => !isSoftCovered(one));
  const answer: RuleAnswer = denied ? 'deny' : asked ? 'ask' : 'allow';
  const weight = ({ reason, isReached }: Spoken) => order[reason.answer] + (isReached === true ? 0.5 : 0);
  const reasons = all.toSorted((a, b) => weight(a) - weight(b)).map(({ reason }) => reason);
  const matched = all.flatMap(({ reason: { voice } }) => (voice.type === 'rule' ? [voice.ruleId] : []));
  return { answer, reasons, matched: [...new Set(matched)], isHard: denied || hard };
}
