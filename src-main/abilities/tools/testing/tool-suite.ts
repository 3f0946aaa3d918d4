// What holds for every tool, whatever it does: its schema is strict, its plan only reads, its refusals are sentences.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planHashOf, toDefinition } from '#main/abilities/tools/port.ts';
import { isAppError, isCancelled } from '#main/contract/errors.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { createToolKit, type ToolKit, type ToolKitOptions } from './tool-kit.ts';

export type ToolCase = {
  readonly name: string;
  /** A sensible call; its plan is made, not run, unless `effect` is `read`. */
  readonly input: unknown;
  readonly effect: 'read' | 'write' | 'execute' | 'network';
  /** No grant for a session is offered, although it does not only read. */
  readonly asksEachTime?: boolean;
  /** Calls that make no sense, or that are not allowed. */
  readonly wrong: readonly unknown[];
};

/** Every file below a folder with its content and time: two equal ones mean that nothing was touched. */
function snapshot(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const stat = statSync(path);
      return `${name} ${stat.mtimeMs} ${stat.mode} ${stat.isFile() ? readFileSync(path, 'latin1') : ''}`;
    })
    .join('\n');
}

export function describeTool(one: ToolCase, options: ToolKitOptions = {}): void {
  describe(one.name, () => {
    let kit: ToolKit;
    beforeAll(async () => {
      kit = createToolKit(options);
      await kit.sandbox.probe(neverAborts); // its own traces are not the plan's
      writeFileSync(join(kit.root, 'notes.txt'), 'first line\nsecond line\n');
    });
    afterAll(() => kit.close());

    it('has a short description and a strict schema that vendors take', async () => {
      const definition = toDefinition(await kit.tool(one.name));
      expect(definition.description.length).toBeGreaterThan(15);
      expect(definition.inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      const tool = await kit.tool(one.name);
      expect(tool.input.safeParse({ ...Object(one.input), surprise: 1 }).success).toBe(false);
      expect(tool.input.safeParse('text').success).toBe(false);
    });

    it('plans without touching anything, twice the same, with honest effects and a title in both languages', async () => {
      const before = snapshot(kit.base);
      const { plan } = await kit.plan(one.name, one.input);
      const { plan: again } = await kit.plan(one.name, one.input);
      expect(snapshot(kit.base)).toBe(before);
      expect(planHashOf(plan, one.name)).toBe(planHashOf(again, one.name));
      expect(plan.effects.map((effect) => effect.type)).toContain(one.effect);
      expect(plan.sessionGrant === undefined).toBe(one.effect === 'read' || one.asksEachTime === true);
      for (const language of ['en', 'de'] as const) {
        const say = createTranslate(language);
        for (const title of [plan.title, ...(plan.sessionGrant === undefined ? [] : [plan.sessionGrant.title])]) {
          expect(say(title.key, title.params)).not.toBe(title.key);
          expect(say(title.key, title.params)).not.toMatch(/[{}]/);
        }
      }
    });

    it('refuses what makes no sense with a whole sentence, before anything happens', async () => {
      const before = snapshot(kit.base);
      const tool = await kit.tool(one.name);
      for (const input of one.wrong) {
        const parsed = tool.input.safeParse(input);
        if (!parsed.success) continue;
        const context = await kit.context();
        const error: unknown = await tool.plan(parsed.data, context).then(
          () => `planned ${JSON.stringify(input)}`,
          (reason: unknown) => reason,
        );
        expect(isAppError(error), String(error)).toBe(true);
        if (isAppError(error)) expect(error.message).toMatch(/^\S.{10,}[.!?]$/s);
        if (isAppError(error)) expect(error.code).not.toBe('internal');
      }
      expect(snapshot(kit.base)).toBe(before);
    });

    it('ends when it is stopped [T42]', async () => {
      const stop = new AbortController();
      const { plan, context } = await kit.plan(one.name, one.input, stop.signal);
      const full = await kit.toolContext(plan, context);
      const before = snapshot(kit.root);
      stop.abort();
      const tool = await kit.tool(one.name);
      const outcome = await tool.run(plan, full).then(
        (result) => result,
        (error: unknown) => error,
      );
      expect(snapshot(kit.root)).toBe(before);
      if (outcome instanceof Error) expect(isCancelled(outcome)).toBe(true);
    });
  });
}
