// Rules, modes and open questions in memory, for component tests. Decisions are those of the rules alone.
import type { contract } from '#main/contract/contract.ts';
import { AppError, toErrorData } from '#main/contract/errors.ts';
import { RuleId } from '#main/contract/ids.ts';
import type { Handlers } from '#main/contract/kernel.ts';
import type { Approval } from '#main/contract/messages.ts';
import type { Mode, ModeState, RuleBook, Trial } from '#main/contract/permissions.ts';
import { type Reason, Rule, type RuleDraft, type RuleMatch } from '#main/contract/policy.ts';
import type { Proposal } from '#main/contract/proposals.ts';
import type { Question, QuestionValues } from '#main/contract/questions.ts';
import type { RequestKey } from '#main/contract/request-keys.ts';
import { createLiveValue, type LiveValue } from './live-value.ts';

export type SamplePermissionsOptions = {
  readonly rules?: readonly Rule[];
  readonly damaged?: NonNullable<RuleBook['damaged']>;
  readonly workspaceFile?: RuleBook['workspaceFile'];
  readonly approvals?: readonly Approval[];
  readonly questions?: readonly Question[];
  readonly proposals?: readonly Proposal[];
};
type DecideOne = Handlers<typeof contract.approvals>['decide'];

export const sampleRule = (change: object = {}): Rule =>
  Rule.parse({
    ...{ id: 'r1', answer: 'allow', scope: 'person', match: { type: 'command', argv: ['npm', 'test'] } },
    ...{ why: { key: 'policy.why_person', params: { text: 'Tests are safe' } }, matches: 3, createdAt: 1 },
    createdBy: { type: 'person' },
    ...change,
  });

function matchesTrial(match: RuleMatch, trial: Trial): boolean {
  if (match.type === 'command' && trial.type === 'command') return match.argv.join(' ') === trial.command;
  if (match.type === 'host' && trial.type === 'host') return match.host === trial.host;
  if (match.type === 'path' && trial.type === 'path') return match.glob === trial.path;
  return match.type === 'tool' && trial.type === 'tool' && match.tool === trial.tool;
}

const ranks = ['deny', 'ask', 'allow'] as const;

export function createSamplePermissions(o: SamplePermissionsOptions, decideExample: DecideOne) {
  const rules = createLiveValue<readonly Rule[]>(o.rules ?? []);
  const open = createLiveValue<readonly Approval[]>(o.approvals ?? []);
  const proposals = createLiveValue<readonly Proposal[]>(o.proposals ?? []);
  const modes = new Map<string, LiveValue<ModeState>>();
  const answers: { id: string; decision: string; planHash: string }[] = [];
  const { damaged = [] } = o;
  const decided = new Set<string>();
  const book = (all: readonly Rule[]): RuleBook => ({
    rules: [...all],
    ...(o.damaged === undefined ? {} : { damaged: damaged.filter(({ id }) => !decided.has(id)) }),
    ...(o.workspaceFile === undefined ? {} : { workspaceFile: o.workspaceFile }),
  });
  const modeOf = (sessionId: ModeState['sessionId']) => {
    const known = modes.get(sessionId) ?? createLiveValue<ModeState>({ sessionId, mode: { type: 'ask' } });
    modes.set(sessionId, known);
    return known;
  };
  const ruleOf = (draft: RuleDraft, id: string): Rule =>
    sampleRule({ ...draft, id, matches: 0, why: { key: 'policy.why_person', params: { text: draft.why } } });
  const decide: DecideOne = async (input, context) => {
    const approval = open.get().find(({ id }) => id === input.approvalId);
    if (approval === undefined) return decideExample(input, context);
    if (approval.planHash !== input.planHash) throw new AppError('conflict', 'Changed meanwhile.');
    answers.push({ id: approval.id, decision: input.decision, planHash: input.planHash });
    open.set(open.get().filter(({ id }) => id !== approval.id));
    return { decided: true };
  };
  const permissions: Handlers<typeof contract.permissions> = {
    rules: async () => book(rules.get()),
    watch: (_, { signal }) => mapped(rules, book, signal),
    addRule: async ({ rule }) => {
      const added = ruleOf(rule, `r${rules.get().length + 10}`);
      rules.set([added, ...rules.get()]);
      return added;
    },
    changeRule: async ({ ruleId, rule }) => {
      const changed = ruleOf(rule, ruleId);
      decided.add(ruleId);
      const isNew = damaged.some(({ id }) => id === ruleId);
      rules.set([...rules.get().map((one) => (one.id === ruleId ? changed : one)), ...(isNew ? [changed] : [])]);
      return changed;
    },
    removeRule: async ({ ruleId }) => {
      const left = rules.get().filter(({ id }) => id !== ruleId);
      const removed = left.length < rules.get().length || damaged.some(({ id }) => id === ruleId);
      decided.add(ruleId);
      rules.set(left);
      return { removed };
    },
    tryIt: async ({ trial }) => {
      const reasons = rules
        .get()
        .filter(({ match }) => matchesTrial(match, trial))
        .map(
          ({ id, answer, scope }): Reason => ({
            answer,
            voice: { type: 'rule', ruleId: RuleId.parse(id), scope },
            target: trial.type,
            words: { key: `policy.rule_${answer}`, params: {} },
          }),
        )
        .toSorted((a, b) => ranks.indexOf(a.answer) - ranks.indexOf(b.answer));
      return { answer: reasons[0]?.answer ?? 'ask', reasons };
    },
    mode: async ({ sessionId }) => modeOf(sessionId).get(),
    watchMode: ({ sessionId }, { signal }) => modeOf(sessionId).follow(signal),
    setMode: async ({ sessionId, mode }: { sessionId: ModeState['sessionId']; mode: Mode }) => {
      const state: ModeState = {
        ...{ sessionId, mode, setAt: Date.now() },
        ...(mode.type === 'trusted' ? { used: { calls: 0, costUsd: 0 } } : {}),
      };
      modeOf(sessionId).set(state);
      return state;
    },
  };
  const approvals: Handlers<typeof contract.approvals> = {
    pending: async () => ({ approvals: [...open.get()] }),
    watch: (_, { signal }) => mapped(open, (all) => ({ approvals: [...all] }), signal),
    decide,
    decideGroup: async ({ approvals: members, decision }, context) => {
      const decided = [];
      const failed = [];
      for (const member of members) {
        try {
          await decide({ ...member, decision }, context);
          decided.push(member.approvalId);
        } catch (error) {
          failed.push({ approvalId: member.approvalId, error: toErrorData(error) });
        }
      }
      return { decided, failed };
    },
  };
  const settle = (id: string) => proposals.set(proposals.get().filter((one) => one.id !== id));
  const proposed: Handlers<typeof contract.proposals> = {
    list: async () => ({ proposals: [...proposals.get()] }),
    watch: (_, { signal }) => mapped(proposals, (all) => ({ proposals: [...all] }), signal),
    accept: async ({ proposalId }) => {
      settle(proposalId);
      return { output: '' };
    },
    discard: async ({ proposalId }) => {
      settle(proposalId);
      return { discarded: true };
    },
  };
  const asking = createLiveValue<readonly Question[]>(o.questions ?? []);
  const given: { readonly questionId: string; readonly action: string; readonly values: QuestionValues }[] = [];
  const questions: Handlers<typeof contract.questions> = {
    watch: (_, { signal }) => mapped(asking, (all) => ({ questions: [...all] }), signal),
    answer: async (answer) => {
      given.push(answer);
      asking.set(asking.get().filter(({ id }) => id !== answer.questionId));
      return {};
    },
  };
  const keys = createLiveValue<readonly RequestKey[]>([]);
  const savedKeys: unknown[] = [];
  const requestKeys: Handlers<typeof contract.requestKeys> = {
    watch: (_, { signal }) => mapped(keys, (all) => ({ keys: [...all] }), signal),
    save: async (input) => {
      savedKeys.push(input);
      const others = keys.get().filter(({ name }) => name !== input.name);
      keys.set([...others, { name: input.name, hosts: input.hosts, stored: true }]);
      return { keys: [...keys.get()] };
    },
    remove: async ({ name }) => {
      keys.set(keys.get().filter((one) => one.name !== name));
      return { keys: [...keys.get()] };
    },
  };
  return {
    given,
    savedKeys,
    handlers: { permissions, approvals, questions, requestKeys, proposals: proposed },
    rules,
    open,
    modeOf,
    answers,
    proposed: proposals,
  };
}

async function* mapped<T, U>(value: LiveValue<T>, map: (item: T) => U, signal: AbortSignal) {
  for await (const { cursor, data } of value.follow(signal)) yield { cursor, data: map(data) };
}
