// Whether a rule means an atom of a call. Narrowing rules reach further than widening ones: what might be meant is asked.
import type { RuleAnswer, RuleMatch } from '#main/contract/policy.ts';
import { baseOf, isWithin, matchesGlob, type PathRoots } from '../rules/paths.ts';
import { matchesArgv, matchesHost, matchesWildcard } from '../rules/patterns.ts';
import type { Atom } from './atoms.ts';

export type CallFacts = {
  readonly tool: string;
  readonly exactHash: string;
  readonly roots: PathRoots;
};

export type MatchRule = {
  readonly answer: RuleAnswer;
  readonly match: RuleMatch;
  readonly isMeant?: (path: string, workspace: string) => boolean;
};

/** `meant`: it speaks of this. `reached`: it may, so a deny of it asks. */
export type MatchOutcome = 'meant' | 'reached' | 'no';

const yes = (is: boolean): MatchOutcome => (is ? 'meant' : 'no');

function matchPath(rule: MatchRule, atom: Atom, { roots }: CallFacts): MatchOutcome {
  const { match } = rule;
  if (match.type !== 'path') return 'no';
  const isAt = (path: string) =>
    rule.isMeant === undefined ? matchesGlob(path, match.glob, roots) : rule.isMeant(path, roots.workspace);
  if (atom.type === 'path') {
    if (match.access !== 'any' && match.access !== atom.access) return 'no';
    if (isAt(atom.path)) return 'meant';
    // Deleting a folder deletes what is in it.
    const isAbove = atom.effect.delete === true && isWithin(baseOf(match.glob, roots), atom.path);
    return isAbove && rule.answer !== 'allow' ? 'reached' : 'no';
  }
  if (atom.type !== 'command' || rule.answer === 'allow') return 'no';
  if (atom.paths.some(({ path }) => isAt(path))) return 'meant';
  const base = baseOf(match.glob, roots);
  // A file that a folder of the command's holds may be meant along with it. The workspace itself is too much to tell.
  const isBelow = atom.paths.some(({ path }) => isWithin(base, path) && !isWithin(roots.workspace, path));
  return isBelow ? 'reached' : 'no';
}

export function matchRule(rule: MatchRule, atom: Atom, call: CallFacts): MatchOutcome {
  const { match } = rule;
  switch (match.type) {
    case 'command':
      if (atom.type === 'command') return yes(matchesArgv(atom.argv, match.argv));
      // What a command deletes goes with the command.
      return yes(atom.type === 'path' && atom.effect.command?.every((argv) => matchesArgv(argv, match.argv)) === true);
    case 'path':
      return matchPath(rule, atom, call);
    case 'host':
      if (atom.type !== 'network') return 'no';
      if (atom.host !== undefined) return yes(matchesHost(atom.host, match));
      if (match.host === '*' && match.port === undefined) return 'meant';
      return rule.answer === 'allow' ? 'no' : 'reached';
    case 'tool':
      return yes(matchesWildcard(call.tool, match.tool));
    case 'recipient':
      if (atom.type !== 'message') return 'no';
      return yes(
        matchesWildcard(atom.channel, match.channel) && (match.peer === undefined || atom.peer === match.peer),
      );
    case 'device':
      if (atom.type !== 'device' || !matchesWildcard(atom.identity, match.identity)) return 'no';
      return yes(match.access === undefined || match.access === atom.access);
    case 'effect':
      return yes(atom.effect.type === match.effect);
    case 'exact':
      return yes(match.hash === call.exactHash);
  }
}
