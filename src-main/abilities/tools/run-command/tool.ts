// run_command: a shell command in the sandbox, in front or in the background.
import { resolve } from 'node:path';
import { z } from 'zod';
import { AppError, isAppError } from '#main/contract/errors.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import { commandEffects, commandShown } from '#main/guard/permissions/port/plan-command.ts';
import type { Script, ShellReader } from '#main/guard/permissions/port.ts';
import type { ProcessExit } from '#main/guard/sandbox/port.ts';
import { hashOf } from '#main/platform/base/json.ts';
import { defineTool, type Plan, type PlanContext, type Tool, type ToolContext, type ToolResult } from '../port.ts';
import { oneLine, readPlan } from '../reads.ts';
import type { Background, BackgroundProcess } from './background.ts';
import { countDeleted, type Deleted } from './count-deleted.ts';
import { scriptFiles } from './script-files.ts';
import { createTailBuffer, plainOutput } from './tail-buffer.ts';

const Input = z.strictObject({
  command: z.string().max(100_000).optional(),
  timeout_s: z.int().min(1).max(600).optional(),
  background: z.boolean().optional(),
  network: z.boolean().optional(),
  process_id: z.string().max(20).optional(),
  action: z.enum(['output', 'kill']).optional(),
});
type Input = z.infer<typeof Input>;

const defaultTimeoutS = 120;
const backgroundTimeoutMs = 12 * 60 * 60_000;
const keptChars = 512 * 1024;
/** How long a background command may fail at once and still be told so in the same answer. */
const firstLookMs = 1_000;

export type Shell = readonly [string, ...string[]];

function processPlan(input: Input, id: string): Plan<Input> {
  const action = input.action ?? 'output';
  const key = action === 'kill' ? 'tools.command_kill' : 'tools.command_output';
  return readPlan({ process_id: id, action }, `process ${id}`, { key, params: { process: id } });
}

/** As it was read, if every folder that it goes to is one of the workspace; else nothing of it is known. */
async function readScript(command: string, reader: ShellReader, ctx: PlanContext): Promise<Script> {
  const { root } = ctx.workspace;
  const script = await reader.read(command, { cwd: root });
  if (script.type === 'unknown') return script;
  for (const { cwd } of script.steps) {
    if (cwd === root) continue;
    const isThere = await ctx.workspace
      .resolve(cwd)
      .then(async (path) => (await ctx.workspace.stat(path))?.kind === 'folder' && resolve(root, path) === cwd)
      .catch((error: unknown) => {
        if (isAppError(error) && error.code !== 'cancelled') return false;
        throw error;
      });
    if (!isThere) return { type: 'unknown', found: 'cd' };
  }
  return script;
}

async function deletedBy(script: Script, ctx: PlanContext): Promise<ReadonlyMap<string, Deleted>> {
  const found = new Map<string, Deleted>();
  for (const { path } of script.type === 'known' ? script.deletes : []) {
    const deleted = await countDeleted(path, ctx);
    if (deleted !== undefined) found.set(path, deleted);
  }
  return found;
}

type Asked = {
  readonly command: string;
  readonly shell: Shell;
  readonly reader: ShellReader;
  readonly ctx: PlanContext;
};

async function commandPlan(input: Input, o: Asked): Promise<Plan<Input>> {
  const { command, ctx } = o;
  if (command.includes('\0')) throw new AppError('invalid_input', 'A command cannot hold a NUL character.');
  const tier = ctx.sandboxTier === 'probing' ? ((await ctx.settleSandbox?.()) ?? 'probing') : ctx.sandboxTier;
  const network = input.network === true;
  const background = input.background === true;
  const cwd = ctx.workspace.root;
  const timeoutMs = background ? backgroundTimeoutMs : (input.timeout_s ?? defaultTimeoutS) * 1_000;
  const script = await readScript(command, o.reader, ctx);
  const scripts = await scriptFiles({ script, command, cwd, ctx });
  const deleted = await deletedBy(script, ctx);
  const shown = commandShown({
    ...{ script, command, cwd, network, timeoutMs, scripts },
    shell: o.shell,
    sandbox: tier,
  });
  const { argv, commands } = shown;
  return {
    input,
    effects: commandEffects(command, { script, network, workspace: cwd, deleted: (path) => deleted.get(path) }),
    shown,
    title: {
      key: background ? 'tools.run_in_background' : 'tools.run_command',
      params: { command: visibleLine(oneLine(command)) },
    },
    sessionGrant: {
      key: `execute:${hashOf({ argv, commands, cwd, network, background, scripts })}`,
      title: { key: 'tools.grant_execute', params: {} },
    },
    canUndo: false,
    cannotUndo: { key: await undoWords(background, ctx), params: {} },
  };
}

async function undoWords(isBackground: boolean, ctx: PlanContext): Promise<string> {
  if (isBackground) return 'undo.cannot_background';
  return (await ctx.workspace.canWatch(ctx.signal)) ? 'undo.cannot_command' : 'undo.cannot_command_large';
}

async function start(plan: Plan<Input>, ctx: ToolContext, outlivesCall: boolean) {
  const { shown } = plan;
  const [program, ...args] = shown.type === 'argv' ? shown.argv : [];
  if (shown.type !== 'argv' || program === undefined) throw new AppError('internal', 'This plan holds no command.');
  const { cwd, network, timeoutMs } = shown;
  return ctx.spawn({ argv: [program, ...args], cwd, network, timeoutMs, ...(outlivesCall ? { outlivesCall } : {}) });
}

function howItEnded(exit: ProcessExit, limitMs: number): string {
  const seconds = `${(exit.ms / 1_000).toFixed(1)} s`;
  if (exit.timedOut) return `stopped at its time limit of ${limitMs / 1_000} s; it did not finish`;
  if (exit.exitCode === null) return `ended by ${exit.signal ?? 'a signal'} after ${seconds}`;
  return `exit code ${exit.exitCode}, ${seconds}`;
}

const withOutput = (status: string, text: string) =>
  text.trim() === '' ? `${status}, no output` : `${status}\n${markUntrusted('command output', text.trimEnd())}`;

async function runInFront(plan: Plan<Input>, ctx: ToolContext): Promise<ToolResult> {
  const running = await start(plan, ctx, false);
  const kept = createTailBuffer(keptChars / 2, keptChars / 2);
  for await (const piece of running.output) {
    kept.add(piece.text);
    ctx.progress(plainOutput(piece.text));
  }
  const exit = await running.exit;
  const limitMs = plan.shown.type === 'argv' ? plan.shown.timeoutMs : 0;
  const status = ctx.signal.aborted ? 'stopped before it finished' : howItEnded(exit, limitMs);
  const isError = ctx.signal.aborted || exit.timedOut || exit.exitCode !== 0;
  return { output: withOutput(status, plainOutput(kept.text())), exitCode: exit.exitCode, isError };
}

function statusOf(process: BackgroundProcess): ToolResult {
  const text = plainOutput(process.take());
  const { exit } = process;
  if (exit === undefined) return { output: withOutput(`${process.id} is still running`, text) };
  const isError = exit.exitCode !== 0;
  return {
    output: withOutput(`${process.id} has ended: ${howItEnded(exit, backgroundTimeoutMs)}`, text),
    exitCode: exit.exitCode,
    isError,
  };
}

async function runInBackground(plan: Plan<Input>, ctx: ToolContext, background: Background): Promise<ToolResult> {
  const running = await start(plan, ctx, true);
  const process = await background.add(running, {
    sessionId: ctx.sessionId,
    command: plan.input.command ?? '',
  });
  try {
    await Promise.race([process.ended, ctx.clock.sleep(firstLookMs, ctx.signal)]);
  } catch (error) {
    await process.kill();
    throw error;
  }
  const now = statusOf(process);
  if (process.exit !== undefined) return now;
  return { output: `${now.output}\nRead more with process_id ${process.id}; end it with action kill.` };
}

async function onProcess(input: Input, ctx: ToolContext, background: Background): Promise<ToolResult> {
  const process = background.get(ctx.sessionId, input.process_id ?? '');
  if (input.action === 'kill' && process.exit === undefined) {
    await process.kill();
    await process.ended;
    return { output: withOutput(`${process.id} was ended`, plainOutput(process.take())) };
  }
  return statusOf(process);
}

/** `shell` takes a command as its last argument; what was approved is one argument of it, never joined or split. */
export function createRunCommand(deps: {
  background: Background;
  shell: () => Promise<Shell>;
  reader: ShellReader;
}): Tool {
  return defineTool({
    name: 'run_command',
    description:
      'Run a shell command in the workspace, e.g. npm test. For files prefer the file tools. No network unless network is true. background is for servers: it returns a process_id; call again with that and action.',
    input: Input,
    timeoutMs: 660_000,
    async plan(input, ctx) {
      if (input.process_id !== undefined && input.command === undefined) {
        deps.background.get(ctx.sessionId, input.process_id);
        return processPlan(input, input.process_id);
      }
      if (input.process_id !== undefined || input.action !== undefined)
        throw new AppError('invalid_input', 'Give either a command or a process_id with an action.');
      if (input.command === undefined || input.command.trim() === '')
        throw new AppError('invalid_input', 'Give the command to run.');
      return commandPlan(input, { command: input.command, shell: await deps.shell(), reader: deps.reader, ctx });
    },
    async run(plan, ctx) {
      if (plan.input.process_id !== undefined) return onProcess(plan.input, ctx, deps.background);
      return plan.input.background === true ? runInBackground(plan, ctx, deps.background) : runInFront(plan, ctx);
    },
  });
}
