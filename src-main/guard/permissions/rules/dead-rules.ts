// Rules that do nothing: they have not matched for long, another one always answers first, or their place is gone.
import { access } from 'node:fs/promises';
import type { DeadRule, Rule, RuleMatch } from '#main/contract/policy.ts';
import type { ActiveRule } from '../decision/judge.ts';
import { baseOf, matchesGlob, type PathRoots } from './paths.ts';
import { matchesArgv, matchesHost, matchesWildcard } from './patterns.ts';

const dayMs = 24 * 60 * 60 * 1000;
const unusedDays = 30;
const order = { deny: 0, ask: 1, allow: 2 } as const;

/** Everything that `inner` can mean, `outer` means too. False where that cannot be told. */
function takesIn(outer: Pick<ActiveRule, 'match' | 'isMeant'>, inner: RuleMatch, roots: PathRoots): boolean {
  const { match } = outer;
  if (match.type === 'tool')
    return inner.type === 'tool' ? matchesWildcard(inner.tool, match.tool) : match.tool === '*';
  if (match.type === 'effect') {
    if (inner.type === 'effect') return inner.effect === match.effect;
    if (inner.type === 'command') return match.effect === 'execute';
    if (inner.type === 'host') return match.effect === 'network';
    if (inner.type === 'recipient') return match.effect === 'message';
    if (inner.type === 'device') return match.effect === 'device';
    return inner.type === 'path' && inner.access === match.effect;
  }
  if (match.type === 'command' && inner.type === 'command') return matchesArgv(inner.argv, match.argv);
  if (match.type === 'host' && inner.type === 'host')
    return inner.host === match.host
      ? match.port === inner.port
      : matchesHost({ host: inner.host.replace(/^\*\./, 'a.'), port: inner.port ?? 443 }, match);
  if (match.type === 'recipient' && inner.type === 'recipient')
    return match.channel === inner.channel && (match.peer === undefined || match.peer === inner.peer);
  if (match.type === 'device' && inner.type === 'device')
    return (
      matchesWildcard(inner.identity, match.identity) && (match.access === undefined || match.access === inner.access)
    );
  if (match.type !== 'path' || inner.type !== 'path') return false;
  if (match.access !== 'any' && match.access !== inner.access) return false;
  const base = baseOf(inner.glob, roots);
  return outer.isMeant === undefined ? matchesGlob(base, match.glob, roots) : outer.isMeant(base, roots.workspace);
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  ); // nobody may look there: as good as gone

/** Of rules that somebody wrote; the floor is never dead. */
export async function deadOf(
  rule: Rule,
  o: { active: readonly ActiveRule[]; roots: PathRoots; now: number },
): Promise<DeadRule | undefined> {
  const { match } = rule;
  if (rule.scope === 'floor' || rule.scope === 'session') return undefined;
  if (rule.scope === 'workspace' && rule.answer === 'allow') return { type: 'ignored' };
  const roots = rule.workspace === undefined ? o.roots : { ...o.roots, workspace: rule.workspace };
  const stronger = o.active.find(
    (other) => other.id !== rule.id && order[other.answer] < order[rule.answer] && takesIn(other, match, roots),
  );
  if (stronger !== undefined) return { type: 'shadowed', by: stronger.id };
  const folder = rule.workspace ?? (match.type === 'path' ? baseOf(match.glob, roots) : undefined);
  const isOfNoFolder = match.type === 'path' && !/^[~/\\]|^[a-z]:/i.test(match.glob) && rule.workspace === undefined;
  if (folder !== undefined && !isOfNoFolder && !(await isThere(folder))) return { type: 'gone', path: folder };
  const since = rule.lastMatchedAt ?? rule.createdAt;
  const days = since === undefined ? 0 : Math.floor((o.now - since) / dayMs);
  return days >= unusedDays ? { type: 'unused', sinceDays: days } : undefined;
}
