// The shape of a call: calls of one shape may be answered on one card, and three equal answers make a rule worth proposing.
import { posix } from 'node:path';
import type { Effect } from '#main/contract/messages.ts';
import type { Proposal, RuleMatch } from '#main/contract/policy.ts';
import { hashOf } from '#main/platform/base/json.ts';
import type { PermissionRequest } from '../port.ts';
import { literalGlob } from '../rules/paths.ts';
import { hostOf } from '../rules/patterns.ts';
import { wrapperIn } from '../shell/wrappers.ts';

/** Programs whose first word says what they do: the rest may differ. */
const bySubcommand = new Set(
  'npm pnpm yarn bun git cargo go make just dotnet gradle mvn poetry composer bundle deno'.split(' '),
);
const proposeAfter = 3;

type Asked = Pick<PermissionRequest, 'tool' | 'effects' | 'shown'>;

/** The words that count, and whether any may follow. */
function pattern(argv: readonly string[]): string[] {
  const [program = '', second, third] = argv;
  if (!bySubcommand.has(program) || second === undefined || second.startsWith('-')) return [...argv];
  return second === 'run' && third !== undefined ? [program, second, third, '*'] : [program, second, '*'];
}

function shapeOfEffect(effect: Effect): unknown {
  const { type, target } = effect;
  const isDelete = effect.delete === true;
  if (type === 'write' || type === 'read')
    return { type, isDelete, folder: effect.insideWorkspace === undefined ? target : posix.dirname(target) };
  if (type === 'execute') return { type, command: effect.command?.map(pattern) ?? target };
  return { type, target };
}

/** Equal for calls that differ only in which file of a folder, or in the words after a known subcommand. */
export function shapeOf({ tool, effects, shown }: Asked, workspace: string): string {
  const place = shown.type === 'argv' ? { cwd: shown.cwd, network: shown.network } : {};
  return hashOf({ tool, workspace, ...place, effects: effects.map(shapeOfEffect) });
}

function matchFor({ tool, effects }: Asked): RuleMatch | undefined {
  const [effect, ...more] = effects;
  if (effect === undefined || more.length > 0) return undefined;
  switch (effect.type) {
    case 'execute': {
      const [argv, ...others] = effect.command ?? [];
      if (argv === undefined || others.length > 0 || wrapperIn(argv) !== undefined) return undefined;
      // A word with a star in it would mean more as a rule than it says here.
      return argv.some((word) => word.includes('*')) ? undefined : { type: 'command', argv: pattern(argv) };
    }
    case 'write': {
      if (effect.insideWorkspace !== true || effect.delete === true) return undefined;
      const folder = posix.dirname(effect.target);
      return {
        type: 'path',
        access: 'write',
        glob: folder === '.' ? `./${literalGlob(effect.target)}` : `./${literalGlob(folder)}/**`,
      };
    }
    case 'network': {
      const host = hostOf(effect.target);
      if (host === undefined || effect.target === '*' || tool !== 'web_fetch') return undefined;
      return { type: 'host', host: host.host, ...([80, 443].includes(host.port) ? {} : { port: host.port }) };
    }
    default:
      return undefined;
  }
}

/** `times`: how often calls of this shape were allowed since the last no. */
export function proposalFor(asked: Asked, o: { workspace: string; times: number }): Proposal | undefined {
  if (o.times < proposeAfter) return undefined;
  const match = matchFor(asked);
  if (match === undefined) return undefined;
  const isHere = match.type !== 'host';
  const rule = { answer: 'allow' as const, match, why: '', ...(isHere ? { workspace: o.workspace } : {}) };
  return { rule, words: proposalWords(match, o.workspace), times: o.times };
}

function proposalWords(match: RuleMatch, folder: string): Proposal['words'] {
  if (match.type === 'command')
    return { key: 'policy.propose_command', params: { command: match.argv.join(' '), folder } };
  if (match.type === 'path') return { key: 'policy.propose_path', params: { path: match.glob, folder } };
  return { key: 'policy.propose_host', params: { host: match.type === 'host' ? match.host : '' } };
}
