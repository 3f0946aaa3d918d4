// A tool: what the model may ask for, as a plan that a person can judge and a run that does exactly the plan.
import { z } from 'zod';
import type { AskAnswer, AskRequest } from '#main/abilities/questions/port.ts';
import type { CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { Effect, Shown } from '#main/contract/messages.ts';
import type { SearchHit } from '#main/contract/sessions.ts';
import type { SandboxState } from '#main/contract/system.ts';
import type { EgressRequest, EgressResponse } from '#main/guard/egress/port.ts';
import type { RunningProcess, SpawnSpec } from '#main/guard/sandbox/port.ts';
import type { TaintLabel } from '#main/guard/taint/port.ts';
import type { FileSurvey, RecordedFiles } from '#main/guard/undo/port.ts';
import type { Workspace } from '#main/guard/workspace/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { hashOf } from '#main/platform/base/json.ts';
import type { Log } from '#main/platform/base/log.ts';

export type Title = { readonly key: string; readonly params: Readonly<Record<string, string>> };

export type Plan<I> = {
  readonly input: I;
  readonly effects: readonly Effect[];
  readonly shown: Shown;
  /** One line for card and log: a catalogue key and its parameters. */
  readonly title: Title;
  /**
   * What "This session" would allow, and how the card says so. Absent: only Once. The key is compared literally, e.g.
   * `write:workspace`, `network:https://example.org`, `execute:<sha256 of argv and cwd>`.
   */
  readonly sessionGrant?: { readonly key: string; readonly title: Title };
  readonly canUndo: boolean;
  /** What cannot be put back, in words, where `canUndo` is false for a reason worth telling. */
  readonly cannotUndo?: Title;
  /** What the plan was made from and `run` checks again, e.g. the hash of the file that the diff starts from. Not shown. */
  readonly basis?: Readonly<Record<string, string | null>>;
};

/** What an approval binds to: the card's content, the effects and the tool. */
export function planHashOf(plan: Pick<Plan<unknown>, 'shown' | 'effects'>, tool: string): string {
  return hashOf({ shown: plan.shown, effects: plan.effects, tool });
}

/** Reads only; used by `plan`. */
export type PlanContext = {
  readonly sessionId: SessionId;
  readonly turnId: TurnId;
  readonly callId: CallId;
  readonly signal: AbortSignal;
  readonly workspace: Pick<Workspace, 'root' | 'resolve' | 'stat' | 'read' | 'list' | 'walk'> & FileSurvey;
  readonly sandboxTier: SandboxState['tier'];
  /** Waits for the start-up probe of the sandbox; a command's card must name how it will run. */
  readonly settleSandbox?: () => Promise<SandboxState['tier']>;
  readonly checkUrl: (url: string) => URL;
  /** Names of the stored keys that these texts refer to as `{{secret:name}}`; throws where one may not go to this address. */
  readonly checkKeys: (texts: readonly string[], url: URL) => Promise<readonly string[]>;
};

/** What `run` gets: handles that refuse whatever the plan's effects did not declare. A tool has no other door. */
export type ToolContext = PlanContext & {
  readonly clock: Clock;
  readonly log: Log;
  /** Shown live on the card, not kept. */
  readonly progress: (text: string) => void;
  /** Every change is on record for undo. */
  readonly files: RecordedFiles;
  /** `outlivesCall`: a background process that the call's end and time limit leave alone; Stop and shutdown do not. */
  readonly spawn: (
    spec: Pick<SpawnSpec, 'argv' | 'cwd' | 'timeoutMs' | 'env' | 'stdin' | 'limits'> & {
      network: boolean;
      outlivesCall?: boolean;
    },
  ) => Promise<RunningProcess>;
  /** Before a program that writes to the folder by another way than `spawn`: what is called after it puts its changes on record. */
  readonly watchFolder: () => Promise<() => Promise<void>>;
  readonly fetch: (request: Omit<EgressRequest, 'mayFollow'>) => Promise<EgressResponse>;
  /** Asks the person and waits; the call's time stands still meanwhile. Ends with the call, or with `signal` before that. */
  readonly ask: (request: AskRequest, signal?: AbortSignal) => Promise<AskAnswer>;
  readonly searchChats: (text: string, limit: number) => Promise<{ hits: SearchHit[]; more: boolean }>;
};

export type ToolResult = {
  /** For the model. The registry cuts it at 32 KiB with a notice; the whole is stored. */
  readonly output: string;
  readonly exitCode?: number | null;
  /** Pictures that the model is shown after the text, where it can see. */
  readonly images?: readonly { readonly mediaType: string; readonly bytes: Uint8Array }[];
  /** The tool did what it could, but the answer is a failure (exit code, HTTP 404). */
  readonly isError?: boolean;
  /** Whose words these are and how private, where the plan's effects do not say it. */
  readonly label?: Omit<TaintLabel, 'turnId'>;
};

export interface Tool<I = unknown> {
  readonly name: string;
  /** For the model: when to use it, when not; short, every word is paid for on every turn. */
  readonly description: string;
  readonly input: z.ZodType<I>;
  /** JSON Schema for the model where it was written elsewhere, e.g. by a server; then `input` only checks the shape. */
  readonly inputSchema?: Readonly<Record<string, unknown>>;
  /** Default 60 s; `run` is aborted after it. */
  readonly timeoutMs?: number;
  /** What it does depends on where the call before it left things, as with a page that is open: nobody is asked about it ahead. */
  readonly followsOn?: boolean;
  /** Only reads. Throws AppError when the call makes no sense; the model gets the sentence. */
  plan(input: I, ctx: PlanContext): Promise<Plan<I>>;
  run(plan: Plan<I>, ctx: ToolContext): Promise<ToolResult>;
}

/** Keeps the input's type inside the tool and hides it outside. */
export function defineTool<I>(tool: Tool<I>): Tool {
  return tool as unknown as Tool;
}

export interface ToolSource {
  readonly id: string;
  /** Asked again after each step: what a call has loaded can be called in the next. The same tool is the same object. */
  list(o: { sessionId: SessionId }, signal: AbortSignal): Promise<readonly Tool[]>;
  /** Of these names, those that a session would have loaded first; from what is kept of them, nothing is started. */
  known?(names: readonly string[]): Promise<readonly Tool[]>;
  /** A part of the system prompt: what there is beyond the list. Equal facts give equal bytes. */
  prompt?(o: { sessionId: SessionId }, signal: AbortSignal): Promise<string | undefined>;
  /** Ends what calls of this session left running; resolves when it is gone. Nothing to end: resolves at once. */
  endBackground(sessionId?: SessionId): Promise<void>;
}

export type ToolDefinition = {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
};

/** Checked when a call comes, with a sentence of its own; a model that is told of each before pays for it on every turn. */
const unsaid = ['minLength', 'maxLength', 'propertyNames'] as const;

/** JSON Schema (2020-12) of a tool's input as vendors take it, without noise that costs tokens. */
export function toDefinition(tool: Tool): ToolDefinition {
  if (tool.inputSchema !== undefined)
    return { name: tool.name, description: tool.description, inputSchema: tool.inputSchema };
  const { $schema: _schema, ...inputSchema } = z.toJSONSchema(tool.input, {
    io: 'input',
    override: ({ jsonSchema }) => {
      for (const word of unsaid) delete jsonSchema[word];
    },
  }) as Record<string, unknown>;
  return { name: tool.name, description: tool.description, inputSchema };
}
