// reflex_draft: the model writes a standing rule down. It can neither switch one on nor change one that is there.
import type { Outputs } from '#main/abilities/hardware/port/outputs.ts';
import { defineTool, type Plan, type Tool } from '#main/abilities/tools/port.ts';
import type { ReflexRule } from '#main/contract/reflexes.ts';
import type { Reflexes } from '../port.ts';
import { ordersOf } from '../watch/carry-out.ts';
import { DraftInput, type ResolveDeps, resolveDraft } from './resolve-draft.ts';
import { ruleText } from './rule-text.ts';

export type ReflexDraftDeps = ResolveDeps & {
  readonly reflexes: Pick<Reflexes, 'draft'>;
  readonly outputs: Pick<Outputs, 'refusalOf'>;
};

/** What the person would have to allow first. */
async function obstacles(rule: ReflexRule, { outputs }: ReflexDraftDeps): Promise<string> {
  const refusals = await Promise.all(ordersOf(rule).map((order) => outputs.refusalOf(order)));
  const said = [...new Set(refusals.flatMap((refusal) => refusal?.message ?? []))];
  return said.length === 0 ? '' : `\nBefore it can be switched on, the person has to mend this:\n${said.join('\n')}`;
}

export function createReflexDraft(d: ReflexDraftDeps): Tool {
  return defineTool<DraftInput>({
    name: 'reflex_draft',
    description:
      'Draft a standing rule that runs without a model: when a recorded sensor is above or below a value for some time, switch outputs and tell the person. You cannot switch it on; the person does, on the page Reflexes. For a single look use sensor_history.',
    input: DraftInput,
    async plan(input, ctx): Promise<Plan<DraftInput>> {
      const rule = await resolveDraft(input, d, ctx.signal);
      ordersOf(rule);
      return {
        input,
        effects: [{ type: 'write', target: 'reflex:new', sample: [rule.name] }],
        shown: { type: 'text', text: `${rule.name}\n${ruleText(rule)}` },
        title: { key: 'reflexes.call_draft', params: { name: rule.name } },
        sessionGrant: { key: 'write:reflexes', title: { key: 'reflexes.grant', params: {} } },
        canUndo: false,
        basis: { rule: JSON.stringify(rule) },
      };
    },
    async run({ input, basis }, ctx) {
      const rule = await resolveDraft(input, d, ctx.signal);
      if (basis?.rule !== JSON.stringify(rule))
        return { output: 'The sensors have changed. Draft it anew.', isError: true };
      await d.reflexes.draft({ rule, sessionId: ctx.sessionId });
      const next =
        'It is a draft and does nothing: the person reads it on the page Reflexes, tries it and switches it on.';
      return { output: `Drafted “${rule.name}”. ${next}\n${ruleText(rule)}${await obstacles(rule, d)}` };
    },
  });
}
