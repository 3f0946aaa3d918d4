// The floor: rules that nobody can change, below every mode, rule and grant.
import { RuleId } from '#main/contract/ids.ts';
import type { RuleAnswer, RuleMatch } from '#main/contract/policy.ts';
import { isWriteProtected, protectedPaths } from '#main/guard/workspace/port.ts';
import { foldPath, isWithin } from './paths.ts';

export type FloorRule = {
  readonly id: RuleId;
  readonly answer: RuleAnswer;
  readonly match: RuleMatch;
  /** Key of the catalogue: why it is there. */
  readonly why: string;
  /** Instead of the glob, which only says it for reading. */
  readonly isMeant?: (path: string, workspace: string) => boolean;
};

const metadataHosts = ['169.254.169.254', '100.100.100.200', 'fd00:ec2::254', 'metadata.google.internal', 'metadata'];

const below = (path: string, workspace: string) =>
  isWithin(path, workspace) ? foldPath(path).slice(foldPath(workspace).length).replace(/^\//, '') : undefined;

export function floorRules(o: { home: string; dataFolder: string }): readonly FloorRule[] {
  const [dataFolder = o.dataFolder, ...guarded] = protectedPaths(o);
  const home = o.home.replaceAll('\\', '/').replace(/\/+$/, '');
  const names = guarded.map((path) => path.slice(home.length + 1));
  const rule = (id: string, rest: Omit<FloorRule, 'id' | 'why'>): FloorRule => ({
    id: RuleId.parse(`floor.${id}`),
    why: `policy.floor_${id.replace(/\..*$/, '')}`,
    ...rest,
  });
  return [
    rule('keys', {
      answer: 'deny',
      match: { type: 'path', access: 'any', glob: `~/{${names.join(',')}}` },
      isMeant: (path) => guarded.some((folder) => isWithin(path, folder)),
    }),
    rule('own_data', {
      answer: 'deny',
      match: { type: 'path', access: 'any', glob: dataFolder },
      isMeant: (path) => isWithin(path, o.dataFolder),
    }),
    rule('git', {
      answer: 'deny',
      match: { type: 'path', access: 'write', glob: './**/.git/{hooks,config,config.worktree}' },
      isMeant: (path, workspace) => {
        const inside = below(path, workspace);
        return inside !== undefined && !isOwn(inside) && isWriteProtected(inside);
      },
    }),
    rule('own_rules', {
      answer: 'deny',
      match: { type: 'path', access: 'write', glob: './.limpet' },
      isMeant: (path, workspace) => isOwn(below(path, workspace) ?? ''),
    }),
    rule('policy', { answer: 'ask', match: { type: 'effect', effect: 'policy' } }),
    ...metadataHosts.map((host, index) =>
      rule(`metadata.${index + 1}`, { answer: 'deny', match: { type: 'host', host } }),
    ),
  ];
}

const isOwn = (inside: string) => inside === '.limpet' || inside.startsWith('.limpet/');
