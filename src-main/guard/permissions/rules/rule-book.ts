// All rules that hold in a place, from the four scopes, for deciding and for reading.
import { AppError } from '#main/contract/errors.ts';
import { RuleId, type SessionId } from '#main/contract/ids.ts';
import type { RuleBook as ShownBook } from '#main/contract/permissions.ts';
import type { Rule, RuleDraft, Words } from '#main/contract/policy.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import { hashOf } from '#main/platform/base/json.ts';
import type { DamagedRule, RuleStore, StoredRule } from '#main/platform/store/port/rules.ts';
import { notedGrant, notedRule } from '../account.ts';
import type { ActiveRule } from '../decision/judge.ts';
import { damagedActive, toShownDamaged } from './damaged-rules.ts';
import { deadOf } from './dead-rules.ts';
import { type FloorRule, floorRules } from './floor.ts';
import { matchesHost } from './patterns.ts';
import type { RuleUses } from './rule-uses.ts';
import { readWorkspaceFile, type WorkspaceFile } from './workspace-file.ts';

export type RuleBookDeps = {
  readonly store: RuleStore;
  readonly uses: RuleUses;
  readonly home: string;
  readonly dataFolder: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly onChange: () => void;
};

export type Place = { readonly workspace: string; readonly sessionId?: SessionId | undefined };

export interface RuleBook {
  /** What decides here, with the state of the workspace's own file. */
  active(workspace: string): Promise<{ rules: readonly ActiveRule[]; file: WorkspaceFile }>;
  read(place: Place): Promise<ShownBook>;
  /** A rule that the person wrote themselves, not one that a question proposed, allows this very host by its name. */
  namesHost(place: { workspace: string; host: string; port: number }): Promise<boolean>;
  add(draft: RuleDraft): Promise<Rule>;
  change(id: RuleId, draft: RuleDraft): Promise<Rule>;
  remove(id: RuleId, grantOf?: SessionId): Promise<boolean>;
  /** Somebody else wrote a rule. */
  forget(): void;
}

const personWords = (why: string): Words =>
  why === '' ? { key: 'policy.why_none', params: {} } : { key: 'policy.why_person', params: { text: why } };

/** Of a grant that has no words of its own. */
const granted: Words = { key: 'policy.granted', params: {} };

export const grantId = (sessionId: SessionId, key: string): RuleId =>
  RuleId.parse(`grant.${hashOf({ sessionId, key }).slice(0, 32)}`);

/** A damaged row is told of as it lies there: it asked as long as it could not be read. */
const unreadable = (text: string): Pick<StoredRule, 'answer' | 'match'> => ({
  answer: 'ask',
  match: { type: 'exact', hash: hashOf(text), text: text.slice(0, 2_000) },
});

const refused = (sentence: string) => new AppError('forbidden', sentence, { details: { reason: 'rule_not_yours' } });
const bad = (sentence: string) => new AppError('invalid_input', sentence, { details: { reason: 'bad_rule' } });

function checkDraft({ answer, match }: RuleDraft): void {
  if (match.type === 'exact') throw bad('A rule for exactly one call comes from an approval. Write another kind.');
  if (match.type === 'effect' && match.effect === 'policy' && answer === 'allow')
    throw bad('Changes of Limpet’s own rules always ask. No rule can allow them.');
  if (match.type === 'command' && (match.argv[0] === '*' || match.argv[0] === '') && answer === 'allow')
    throw bad('Name the program that is allowed. A rule for every command would allow too much.');
  if (match.type === 'host' && /[\s/@]/.test(match.host))
    throw bad('Write a host’s name, without an address around it.');
  if (match.type === 'path' && match.glob.split(/[\\/]/).includes('..'))
    throw bad('Write the whole path, without “..”.');
}

function toShown(rule: StoredRule): Rule {
  const { id, answer, match, why, workspace, expiresAt, createdAt, approvalId } = rule;
  return {
    ...{ id, answer, match, scope: 'person', why: personWords(why), createdAt, matches: 0 },
    createdBy: approvalId === undefined ? { type: 'person' } : { type: 'approval', approvalId },
    ...(workspace === undefined ? {} : { workspace }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

const ofFloor = ({ id, answer, match, why }: FloorRule): Rule => ({
  ...{ id, answer, match, scope: 'floor', why: { key: why, params: {} }, matches: 0 },
  createdBy: { type: 'floor' },
});

export function createRuleBook(d: RuleBookDeps): RuleBook {
  const floor = floorRules(d);
  const floorActive: readonly ActiveRule[] = floor.map((rule) => ({
    ...rule,
    scope: 'floor',
    words: { key: rule.why, params: {} },
  }));
  let stored: ReturnType<RuleStore['list']> | undefined;
  const person = () => {
    stored ??= d.store.list().catch((error: unknown) => {
      stored = undefined;
      throw error;
    });
    return stored;
  };
  const forget = () => {
    stored = undefined;
    d.onChange();
  };
  const holds = (rule: StoredRule | DamagedRule, workspace: string) =>
    (rule.workspace === undefined || rule.workspace === workspace) &&
    (rule.expiresAt === undefined || rule.expiresAt > d.clock.now());

  const active: RuleBook['active'] = async (workspace) => {
    const [{ rules, damaged }, file] = await Promise.all([person(), readWorkspaceFile(workspace)]);
    const ofPerson = rules
      .filter((rule) => holds(rule, workspace))
      .map(
        ({ id, answer, match, why }): ActiveRule => ({
          id,
          answer,
          match,
          scope: 'person',
          words: ruleWords(answer, why),
        }),
      );
    // A folder's file may come with a download: it can take away and never give.
    const ofFile = file.rules
      .filter((rule) => rule.answer !== 'allow')
      .map(
        ({ id, answer, match, why }): ActiveRule => ({
          id,
          answer,
          match,
          scope: 'workspace',
          words: fileWords(answer, why),
        }),
      );
    const ofDamaged = damaged.filter((rule) => holds(rule, workspace)).flatMap(damagedActive);
    return { rules: [...floorActive, ...ofDamaged, ...ofPerson, ...ofFile], file };
  };

  const grantsOf = async (sessionId: SessionId | undefined): Promise<Rule[]> => {
    if (sessionId === undefined) return [];
    const grants = await d.store.grants(sessionId);
    return grants.map(({ key, grantedAt, words }) => ({
      ...{ id: grantId(sessionId, key), answer: 'allow', scope: 'session', sessionId, matches: 0 },
      match: { type: 'exact', hash: hashOf(key), text: key },
      why: words ?? granted,
      createdAt: grantedAt,
      createdBy: { type: 'person' },
    }));
  };

  return {
    active,
    forget,
    async read({ workspace, sessionId }) {
      const [{ rules: all, file }, uses, mine, grants] = await Promise.all([
        active(workspace),
        d.uses.all(),
        person(),
        grantsOf(sessionId),
      ]);
      const ofFile = file.rules.map(
        ({ id, answer, match, why }): Rule => ({
          ...{ id, answer, match, scope: 'workspace', why: personWords(why), workspace, matches: 0 },
          createdBy: { type: 'file', path: file.path },
        }),
      );
      const rules = [...floor.map(ofFloor), ...mine.rules.map(toShown), ...ofFile, ...grants];
      const unread = new Set<string>(mine.damaged.map(({ id }) => id));
      const facts = {
        active: all.filter(({ id }) => !unread.has(id)),
        roots: { workspace, home: d.home },
        now: d.clock.now(),
      };
      const shown = rules.map(async (rule): Promise<Rule> => {
        const use = uses.get(rule.id);
        const counted = use === undefined ? rule : { ...rule, ...use };
        const dead = await deadOf(counted, facts);
        return dead === undefined ? counted : { ...counted, dead };
      });
      const { rules: _rules, ...workspaceFile } = file;
      const damaged = mine.damaged.length === 0 ? {} : { damaged: mine.damaged.map(toShownDamaged) };
      return { rules: await Promise.all(shown), ...damaged, workspaceFile };
    },
    async namesHost({ workspace, ...host }) {
      const { rules } = await person();
      return rules
        .filter((rule) => rule.answer === 'allow' && rule.approvalId === undefined && holds(rule, workspace))
        .some(({ match }) => match.type === 'host' && !match.host.includes('*') && matchesHost(host, match));
    },
    async add(draft) {
      checkDraft(draft);
      const rule: StoredRule = { id: RuleId.parse(newId(d.clock.now())), createdAt: d.clock.now(), ...fieldsOf(draft) };
      await d.store.add(rule, notedRule('added', rule, d.clock.now()));
      forget();
      return toShown(rule);
    },
    async change(id, draft) {
      checkDraft(draft);
      if (/^(floor|file|grant)\./.test(id)) throw refused('Only your own rules can be changed.');
      const rule = await d.store.change({ id, ...fieldsOf(draft) }, notedRule('changed', draft, d.clock.now()));
      forget();
      return toShown(rule);
    },
    async remove(id, grantOf) {
      if (/^(floor|file)\./.test(id)) throw refused('This rule is built in, or stands in a file of the folder.');
      if (!id.startsWith('grant.')) {
        const { rules, damaged } = await person();
        const text = damaged.find((one) => one.id === id)?.text ?? id;
        const said = rules.find((one) => one.id === id) ?? unreadable(text);
        const removed = await d.store.remove(id, notedRule('removed', said, d.clock.now()));
        forget();
        return removed;
      }
      if (grantOf === undefined) return false;
      const grants = await d.store.grants(grantOf);
      const grant = grants.find(({ key }) => grantId(grantOf, key) === id);
      if (grant === undefined) return false;
      const noted = notedGrant('taken', grant.words ?? granted, { sessionId: grantOf, at: d.clock.now() });
      const removed = await d.store.removeGrant(grantOf, grant.key, noted);
      forget();
      return removed;
    },
  };
}

const fieldsOf = ({ answer, match, why, workspace, expiresAt }: RuleDraft) => ({
  ...{ answer, match, why },
  ...(workspace === undefined ? {} : { workspace }),
  ...(expiresAt === undefined ? {} : { expiresAt }),
});

const ruleWords = (answer: Rule['answer'], why: string): Words =>
  why === '' ? { key: `policy.rule_${answer}`, params: {} } : { key: `policy.rule_${answer}_why`, params: { why } };
const fileWords = (answer: Rule['answer'], why: string): Words =>
  why === '' ? { key: `policy.file_${answer}`, params: {} } : { key: `policy.file_${answer}_why`, params: { why } };
