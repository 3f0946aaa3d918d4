// browser_act: one action on the page in front, by ref. What it would send is on the card before it is sent.
import { z } from 'zod';
import type { Action, Browser, Target, UploadFile } from '#main/abilities/browser/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Effect } from '#main/contract/messages.ts';
import { defineTool, type Plan, type PlanContext, type Tool, type ToolContext } from '../port.ts';
import { effectsOf, grantOf, outcomeText } from './words.ts';

const keys = [
  ...['Enter', 'Tab', 'Shift+Tab', 'Escape', 'Backspace', 'Delete', 'Space', 'Home', 'End', 'PageUp', 'PageDown'],
  ...['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
] as const;

const Input = z.strictObject({
  action: z.enum(['click', 'type', 'select', 'press', 'upload', 'scroll', 'back']),
  ref: z.string().max(20).optional().describe('For click, type, select, upload'),
  text: z.string().max(20_000).optional().describe('What to type, or the option to select'),
  enter: z.boolean().optional().describe('Press Enter after typing'),
  key: z.enum(keys).optional().describe('For press'),
  paths: z.array(z.string().min(1).max(1_000)).min(1).max(10).optional().describe('Files of the workspace, for upload'),
  direction: z.enum(['up', 'down']).optional().describe('For scroll'),
});
type Input = z.infer<typeof Input>;

const maxUploadBytes = 40 * 1024 * 1024;

const missing = (what: string) => new AppError('invalid_input', `This action needs ${what}.`);

function refOf({ ref, action }: Input): string {
  if (ref === undefined) throw missing(`a ref, as ${action} is done to an element`);
  return ref;
}

function textOf({ text, action }: Input): string {
  if (text === undefined) throw missing(`text for ${action}`);
  return text;
}

/** The words of the card: what is done, to what, and what leaves this machine with it. */
function shownText(input: Input, target: Target | undefined, url: string): string {
  const to = target === undefined ? '' : ` ${target.label}`;
  const lines = [`${input.action}${to}`, `at ${url}`];
  if (input.action === 'type') lines.push('', input.text ?? '', ...(input.enter === true ? ['', '+ Enter'] : []));
  if (input.action === 'select') lines.push('', input.text ?? '');
  if (input.action === 'press') lines.push('', input.key ?? '');
  if (input.action === 'upload') lines.push('', ...(input.paths ?? []));
  if (target?.sends !== undefined) lines.push('', `${target.sends.method} ${target.sends.url}`, target.sends.fields);
  else if (target !== undefined && target.leadsTo.length > 0 && input.action === 'click')
    lines.push('', `→ ${target.leadsTo.join(', ')}`);
  return lines.join('\n');
}

async function readEffects(paths: readonly string[], ctx: PlanContext): Promise<Effect[]> {
  const found = await Promise.all(paths.map((path) => ctx.workspace.resolve(path)));
  let sizeBytes = 0;
  for (const path of found) {
    const entry = await ctx.workspace.stat(path);
    if (entry === undefined || entry.kind !== 'file') throw new AppError('not_found', `There is no file ${path}.`);
    sizeBytes += entry.sizeBytes;
  }
  if (sizeBytes > maxUploadBytes) throw new AppError('invalid_input', 'At most 40 MB are uploaded at once.');
  return found.map((target) => ({ type: 'read', target, insideWorkspace: true }));
}

async function filesOf(paths: readonly string[], ctx: ToolContext): Promise<UploadFile[]> {
  return Promise.all(
    paths.map(async (path) => {
      const { bytes, truncated } = await ctx.files.read(path, { maxBytes: maxUploadBytes, signal: ctx.signal });
      if (truncated) throw new AppError('invalid_input', `${path} is too large to upload.`);
      return { name: path.split('/').at(-1) ?? 'file', bytes };
    }),
  );
}

async function actionOf(input: Input, ctx: ToolContext): Promise<Action> {
  switch (input.action) {
    case 'click':
      return { type: 'click', ref: refOf(input) };
    case 'type':
      return { type: 'type', ref: refOf(input), text: textOf(input), enter: input.enter ?? false };
    case 'select':
      return { type: 'select', ref: refOf(input), option: textOf(input) };
    case 'press':
      if (input.key === undefined) throw missing('a key');
      return { type: 'press', key: input.key };
    case 'upload':
      return { type: 'upload', ref: refOf(input), files: await filesOf(input.paths ?? [], ctx) };
    case 'scroll':
      return { type: 'scroll', direction: input.direction ?? 'down' };
    case 'back':
      return { type: 'back' };
  }
}

function check(input: Input): void {
  if (['click', 'type', 'select', 'upload'].includes(input.action)) refOf(input);
  if (['type', 'select'].includes(input.action)) textOf(input);
  if (input.action === 'press' && input.key === undefined) throw missing('a key');
  if (input.action === 'upload' && input.paths === undefined) throw missing('paths of files');
}

export function createActTool(browser: Pick<Browser, 'place' | 'target' | 'act'>): Tool {
  return defineTool<Input>({
    name: 'browser_act',
    followsOn: true,
    description:
      'Do one thing on the page in front: click, type, select, press, upload, scroll, back. Elements are named by the ref of the last reading. Passwords and cards are for the person: browser_wait for "person".',
    input: Input,
    timeoutMs: 120_000,
    async plan(input, ctx): Promise<Plan<Input>> {
      check(input);
      const { origin, url } = browser.place(ctx.sessionId);
      const target = input.ref === undefined ? undefined : await browser.target(ctx.sessionId, input.ref, ctx.signal);
      const reads = input.action === 'upload' ? await readEffects(input.paths ?? [], ctx) : [];
      const origins = [origin, ...(target === undefined ? [] : [target.origin])];
      const leadsTo = input.action === 'click' ? (target?.leadsTo ?? []) : [];
      const staysHere = [...origins, ...leadsTo].every((one) => one === origin);
      return {
        input,
        effects: [...reads, ...effectsOf([...origins, ...leadsTo])],
        shown: { type: 'text', text: shownText(input, target, url) },
        title: { key: `web.tool_${input.action}`, params: { target: target?.label ?? input.key ?? '', url } },
        // Files and other sites are asked for one by one.
        ...(reads.length === 0 && staysHere ? { sessionGrant: grantOf('browser', origin) } : {}),
        canUndo: false,
        basis: { label: target?.label ?? '' },
      };
    },
    async run({ input, effects, basis }, ctx) {
      const { sessionId, signal } = ctx;
      const allowed = effects.filter(({ type }) => type === 'network').map((effect) => effect.target);
      const action = await actionOf(input, ctx);
      const label = basis?.label ?? '';
      return outcomeText(
        await browser.act({ sessionId, signal, allowed, action, label: label === '' ? (input.key ?? '') : label }),
        'Done.',
      );
    },
  });
}
