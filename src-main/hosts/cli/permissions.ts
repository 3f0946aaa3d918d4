// `limpet permissions`: the rules with why each is there, what would be decided, and changes of them by the person's own hand.
import { resolve } from 'node:path';
import type { LimpetClient } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import { RuleId } from '#main/contract/ids.ts';
import type { DamagedRule, RuleBook } from '#main/contract/permissions.ts';
import type { Rule } from '#main/contract/policy.ts';
import { draftOf, type RuleForm } from '#main/contract/rule-draft.ts';
import { ruleWords, sentence } from '#main/contract/rule-words.ts';
import { visibleLine, visibly } from '#main/contract/shown-text.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { PermissionsAction, PermissionsArguments } from './permissions-arguments.ts';
import type { Terminal } from './terminal.ts';

export type PermissionsDeps = {
  readonly api: Pick<LimpetClient, 'permissions'>;
  readonly terminal: Pick<Terminal, 'out' | 'err' | 'canAsk' | 'ask'>;
  readonly t: Translate;
  readonly cwd: string;
  readonly signal: AbortSignal;
};

type Asked = PermissionsDeps & { readonly args: PermissionsArguments; readonly workspace: string };
type ActionOf<T extends PermissionsAction['type']> = Extract<PermissionsAction, { type: T }>;

const day = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

function deadLine({ dead }: Rule, rules: readonly Rule[], t: Translate): string[] {
  if (dead === undefined) return [];
  const by = dead.type === 'shadowed' ? rules.find(({ id }) => id === dead.by) : undefined;
  const words = {
    unused: () => t('permissions.dead_unused', { count: dead.type === 'unused' ? dead.sinceDays : 0 }),
    shadowed: () => t('permissions.dead_shadowed', { rule: by === undefined ? '–' : ruleWords(by, t) }),
    gone: () => visibly(t)('permissions.dead_gone', { path: dead.type === 'gone' ? dead.path : '' }),
    ignored: () => t('permissions.dead_ignored'),
  }[dead.type];
  return [`! ${words()}`];
}

function ruleLines(rule: Rule, rules: readonly Rule[], t: Translate): string[] {
  const facts = [
    rule.workspace !== undefined && t('permissions.only_in', { folder: visibleLine(rule.workspace) }),
    rule.expiresAt !== undefined && t('permissions.expires', { when: day(rule.expiresAt) }),
    rule.lastMatchedAt === undefined
      ? t('permissions.never_matched')
      : t('permissions.matched', { count: rule.matches, when: day(rule.lastMatchedAt) }),
  ].filter((fact) => fact !== false);
  const more = [sentence(rule.why, t), facts.join(' · '), ...deadLine(rule, rules, t)];
  return [`  ${ruleWords(rule, t)}  [${rule.id}]`, ...more.map((line) => `      ${line}`)];
}

function damagedLines(damaged: readonly DamagedRule[], t: Translate): string[] {
  if (damaged.length === 0) return [];
  const lines = damaged.flatMap((rule) => {
    const reads = rule.draft === undefined ? visibleLine(rule.text) : ruleWords(rule.draft, t);
    return [
      `  ! ${t('permissions.damaged_reads', { rule: reads })}  [${rule.id}]`,
      `      ${t(`permissions.damaged_${rule.effect}`)}`,
    ];
  });
  return [t('permissions.damaged_title'), ...lines, ''];
}

function listLines({ rules, damaged = [], workspaceFile }: RuleBook, t: Translate): string[] {
  const scopes = (['person', 'workspace', 'floor'] as const).flatMap((scope) => {
    const own = rules.filter((rule) => rule.scope === scope);
    const none = scope === 'person' ? [t('permissions.scope_person'), `  ${t('permissions.no_rules')}`, ''] : [];
    if (own.length === 0) return none;
    return [t(`permissions.scope_${scope}`), ...own.flatMap((rule) => ruleLines(rule, rules, t)), ''];
  });
  const file =
    workspaceFile === undefined
      ? []
      : [visibly(t)(`permissions.file_${workspaceFile.state}`, { path: workspaceFile.path })];
  return [...damagedLines(damaged, t), ...scopes, ...file];
}

/** Whether it may be done; where nobody can be asked, only `--yes` says so. */
async function mayWiden({ terminal, t, args, signal }: Asked, what: string): Promise<boolean> {
  if (args.yes) return true;
  if (!terminal.canAsk) {
    terminal.err(`${t('cli.permissions_widens', { what })}\n${t('cli.permissions_say_yes')}\n`);
    return false;
  }
  const answer = await terminal.ask(`${t('cli.permissions_widens', { what })} [y/N] `, signal);
  return answer?.trim().toLowerCase() === 'y';
}

async function tryIt(o: Asked, { trial }: ActionOf<'try'>): Promise<ExitCode> {
  const { api, terminal, t, args, workspace, signal } = o;
  const verdict = await api.permissions.tryIt({ trial, workspace }, { signal });
  if (args.json) terminal.out(json(verdict));
  else {
    const reasons = verdict.reasons.map(
      ({ answer, words, target }) =>
        `  ${t(`permissions.answer_${answer}`)}: ${sentence(words, t)}  (${visibleLine(target).slice(0, 200)})`,
    );
    terminal.out(`${[t(`permissions.answer_${verdict.answer}`), ...reasons].join('\n')}\n`);
  }
  return verdict.answer === 'deny' ? exitCodes.denied : exitCodes.ok;
}

async function add(o: Asked, { form }: ActionOf<'add'>): Promise<ExitCode> {
  const { api, terminal, t, args, workspace, signal } = o;
  const placed: RuleForm = args.isEverywhere ? form : { ...form, workspace };
  const rule = draftOf(placed);
  if (rule === undefined) throw new AppError('invalid_input', 'This is no rule.', { details: { reason: 'bad_rule' } });
  const where = args.isEverywhere
    ? t('permissions.everywhere')
    : t('permissions.only_in', { folder: visibleLine(workspace) });
  if (rule.answer === 'allow' && !(await mayWiden(o, `${ruleWords(rule, t)} · ${where}`))) return exitCodes.denied;
  const added = await api.permissions.addRule({ rule }, { signal });
  terminal.out(args.json ? json(added) : `${t('permissions.rule_added')}: ${ruleWords(added, t)}  [${added.id}]\n`);
  return exitCodes.ok;
}

async function remove(o: Asked, { id }: ActionOf<'remove'>): Promise<ExitCode> {
  const { api, terminal, t, args, workspace, signal } = o;
  const { rules, damaged = [] } = await api.permissions.rules({ workspace }, { signal });
  const rule = rules.find((one) => one.id === id);
  const lost = damaged.find((one) => one.id === id);
  const widens = lost === undefined ? rule !== undefined && rule.answer !== 'allow' : lost.effect !== 'nothing';
  const what = rule === undefined ? visibleLine(lost?.text ?? id) : ruleWords(rule, t);
  if (widens && rule?.scope !== 'floor' && !(await mayWiden(o, t('cli.permissions_without', { rule: what }))))
    return exitCodes.denied;
  const ruleId = RuleId.safeParse(id).data;
  const { removed } =
    ruleId === undefined ? { removed: false } : await api.permissions.removeRule({ ruleId }, { signal });
  if (!removed) throw new AppError('not_found', 'There is no such rule.', { details: { reason: 'rule_missing' } });
  terminal.out(args.json ? json({ removed }) : `${t('permissions.removed')}: ${what}\n`);
  return exitCodes.ok;
}

export async function permissions(d: PermissionsDeps, args: PermissionsArguments): Promise<ExitCode> {
  const o: Asked = { ...d, args, workspace: resolve(d.cwd, args.workspace ?? '.') };
  const { action } = args;
  switch (action.type) {
    case 'list': {
      const book = await d.api.permissions.rules({ workspace: o.workspace }, { signal: d.signal });
      d.terminal.out(args.json ? json(book) : `${listLines(book, d.t).join('\n')}\n`);
      return exitCodes.ok;
    }
    case 'try':
      return tryIt(o, action);
    case 'add':
      return add(o, action);
    case 'remove':
      return remove(o, action);
  }
}
