// Keeps one server: starts it when it is needed, knows how it is, waits before it is started again, ends it when it lies idle.
import type {
  CreateMessageRequest,
  CreateMessageResult,
  ElicitRequest,
  ElicitResult,
} from '@modelcontextprotocol/sdk/types.js';
import type { ToolContext } from '#main/abilities/tools/port.ts';
import { AppError, type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { McpState } from '#main/contract/mcp.ts';
import { abortable } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { OfferedTool } from '../pins/pin.ts';
import type { StoredServer } from '../port.ts';
import type { Connection, Listed } from './connect.ts';
import type { OpenedTransport } from './open-transport.ts';
import { toServerError } from './server-errors.ts';
import type { ServerLog } from './server-log.ts';
import { maxTools, toOffered } from './tool-definition.ts';

/** For whom the server is at work: the call in whose name it may ask the person, or the model. */
export type CallPlace = Pick<ToolContext, 'ask' | 'sessionId'>;

/** Without a call: the person looked into it, or it runs always. */
export type Starter = CallPlace | 'person' | 'limpet';

export type KeeperDeps = {
  readonly open: (
    o: { server: StoredServer; workspace: string; onLog: (text: string) => void },
    signal: AbortSignal,
  ) => Promise<OpenedTransport>;
  readonly usesWorkspace: (server: StoredServer) => boolean;
  readonly elicit: (
    o: { server: StoredServer; place: CallPlace | undefined; params: ElicitRequest['params'] },
    signal: AbortSignal,
  ) => Promise<ElicitResult>;
  readonly elicited: (id: string) => void;
  readonly sample: (
    o: { server: StoredServer; place: CallPlace | undefined; params: CreateMessageRequest['params'] },
    signal: AbortSignal,
  ) => Promise<CreateMessageResult>;
  /** The tools that it offers were read. */
  readonly onTools: (tools: readonly OfferedTool[]) => Promise<void>;
  readonly onPrompts: (prompts: Awaited<ReturnType<Connection['prompts']>>) => Promise<void>;
  /** It was started, for a call, or else by the person or by itself. */
  readonly onStarted: (by: Starter) => void;
  readonly onChange: () => void;
  readonly version: string;
  readonly serverLog: ServerLog;
  readonly clock: Clock;
  readonly log: Log;
};

type Line = {
  readonly connection: Connection;
  readonly workspace: string;
  readonly startedAt: number;
  readonly release: () => Promise<void>;
  inUse: number;
  usedAt: number;
  readonly places: CallPlace[];
};

const startMs = 120_000;
const idleMs = 10 * 60_000;
/** Longer than this, and an end is not a failed start. */
const steadyMs = 60_000;
const backoffMs = (failures: number) => Math.min(5 * 60_000, 1_000 * 2 ** Math.min(failures, 9));

export type Keeper = ReturnType<typeof createKeeper>;

export function createKeeper(server: StoredServer, d: KeeperDeps) {
  const { clock, serverLog } = d;
  const life = new AbortController();
  const lines = new Map<string, Line>();
  const opening = new Map<string, Promise<Line>>();
  let state: McpState = 'idle';
  let error: ErrorData | undefined;
  let retryAt: number | undefined;
  let failures = 0;
  let offered: readonly OfferedTool[] | 'unknown' = 'unknown';
  let about: Pick<Connection, 'about' | 'instructions' | 'has'> | undefined;

  const settle = (next: McpState, why?: ErrorData) => {
    state = next;
    error = why;
    if (next !== 'waiting') retryAt = undefined;
    d.onChange();
  };
  const failedStart = (cause: unknown): AppError => {
    const known = toServerError(cause, server.id, life.signal);
    if (isCancelled(known)) {
      settle(lines.size > 0 ? 'ready' : 'idle');
      return known;
    }
    serverLog.add('error', cause instanceof Error ? cause.message : String(cause));
    if (known.details?.reason === 'mcp_sign_in') settle('sign_in');
    else {
      failures += 1;
      const data = toErrorData(known);
      retryAt = clock.now() + backoffMs(failures);
      state = 'waiting';
      error = data;
      d.onChange();
    }
    d.log.warn('server failed', { server: server.id, code: known.code, reason: known.details?.reason, error: cause });
    return known;
  };

  const readTools = async (connection: Connection): Promise<readonly OfferedTool[]> => {
    const tools = (await connection.tools()).slice(0, maxTools).flatMap((tool) => {
      const one = toOffered(tool);
      if (one === undefined) serverLog.add('warn', `${tool.name.slice(0, 100)}: this definition is too large`);
      return one === undefined ? [] : [one];
    });
    offered = tools;
    await d.onTools(tools);
    return tools;
  };

  /** Of a server that has tools too, a list of prompts that fails is no failed start. */
  const readPrompts = async (connection: Connection): Promise<void> => {
    try {
      await d.onPrompts(connection.has('prompts') ? await connection.prompts() : []);
    } catch (cause) {
      serverLog.add('warn', cause instanceof Error ? cause.message : String(cause));
    }
  };

  const open = async (workspace: string, by: Starter): Promise<Line> => {
    const { connect } = await import('./connect.ts');
    if (lines.size === 0) settle('starting');
    const opened = await d.open({ server, workspace, onLog: (text) => serverLog.add('info', text) }, life.signal);
    const places: CallPlace[] = [];
    const key = keyOf(workspace);
    const startedAt = clock.now();
    const onClosed = () => {
      if (!lines.delete(key)) return;
      void opened.release().catch(() => {}); // it is gone already
      if (life.signal.aborted) return;
      serverLog.add('warn', 'ended');
      if (clock.now() - startedAt >= steadyMs) failures = 0;
      failures += 1;
      retryAt = clock.now() + backoffMs(failures);
      const gone = new AppError('unavailable', `The server ${server.id} has ended. Its log says why.`, {
        details: { reason: 'mcp_ended', facts: { server: server.id } },
      });
      if (lines.size === 0) {
        state = 'waiting';
        error = toErrorData(gone);
        d.onChange();
      }
    };
    try {
      const connection = await connect({
        transport: opened.transport,
        version: d.version,
        root: workspace,
        sample: server.sampling
          ? (params, signal) => d.sample({ server, place: places.at(-1), params }, signal)
          : undefined,
        elicit: (params, signal) => d.elicit({ server, place: places.at(-1), params }, signal),
        elicited: d.elicited,
        onLog: serverLog.add,
        onListChanged: (what) => void listChanged(what, connection),
        onClosed,
        onError: (cause) => serverLog.add('warn', cause.message),
        signal: life.signal,
        timeoutMs: startMs,
      });
      const line: Line = {
        connection,
        workspace,
        startedAt,
        release: opened.release,
        inUse: 0,
        usedAt: clock.now(),
        places,
      };
      lines.set(key, line);
      about = connection;
      await readTools(connection);
      await readPrompts(connection);
      settle('ready');
      d.onStarted(by);
      d.log.info('server ready', { server: server.id, ms: Math.round(clock.now() - startedAt) });
      return line;
    } catch (cause) {
      lines.delete(key);
      await opened.release().catch(() => {}); // the failure of its start is what matters
      throw cause;
    }
  };

  const listChanged = async (what: Listed, connection: Connection): Promise<void> => {
    serverLog.add('debug', `${what} changed`);
    try {
      if (what === 'tools') await readTools(connection);
      if (what === 'prompts') await readPrompts(connection);
    } catch (cause) {
      serverLog.add('warn', cause instanceof Error ? cause.message : String(cause));
    }
    d.onChange();
  };

  const keyOf = (workspace: string) => (d.usesWorkspace(server) ? workspace : '');

  const lineFor = (workspace: string, by: Starter): Promise<Line> => {
    const key = keyOf(workspace);
    const known = lines.get(key);
    if (known !== undefined) return Promise.resolve(known);
    const pending =
      opening.get(key) ??
      open(workspace, by)
        .catch((cause: unknown) => {
          throw failedStart(cause);
        })
        .finally(() => opening.delete(key));
    opening.set(key, pending);
    return pending;
  };

  /** A server that just failed is left alone for a while, so that no model starts it a hundred times. */
  const checkWait = (): void => {
    if (state !== 'waiting' || retryAt === undefined || clock.now() >= retryAt || lines.size > 0) return;
    throw new AppError('unavailable', `The server ${server.id} has just failed. It can be tried again soon.`, {
      details: { reason: 'mcp_waiting', retryAfterMs: retryAt - clock.now(), facts: { server: server.id } },
    });
  };

  const closeLine = async (line: Line): Promise<void> => {
    for (const [key, known] of lines) if (known === line) lines.delete(key);
    await line.connection.close().catch(() => {}); // ended by force below
    await line.release().catch(() => {});
  };

  return {
    server,
    state: () => ({ state, error, retryAt }),
    /** As of the newest look; `unknown` before the first of this run. */
    offered: () => offered,
    about: () => about,
    /** Errors: as the start and the server's answers, in our words; `cancelled` on abort. */
    async use<T>(
      o: { workspace: string; place?: CallPlace; signal: AbortSignal },
      work: (connection: Connection) => Promise<T>,
    ): Promise<T> {
      checkWait();
      const line = await abortable(lineFor(o.workspace, o.place ?? 'person'), o.signal);
      const { place } = o;
      line.inUse += 1;
      if (place !== undefined) line.places.push(place);
      try {
        return await work(line.connection);
      } catch (cause) {
        const known = toServerError(cause, server.id, o.signal);
        if (known.details?.reason === 'mcp_sign_in') settle('sign_in');
        throw known;
      } finally {
        line.inUse -= 1;
        line.usedAt = clock.now();
        failures = clock.now() - line.startedAt >= steadyMs ? 0 : failures;
        if (place !== undefined) line.places.splice(line.places.indexOf(place), 1);
      }
    },
    /** The list as it is at this moment. */
    readTools,
    /** The next use may start it at once. */
    async restart(workspace: string, signal: AbortSignal): Promise<void> {
      await Promise.all([...lines.values()].map(closeLine));
      failures = 0;
      retryAt = undefined;
      await abortable(lineFor(workspace, 'person'), signal);
    },
    /** Of what nobody uses: programs that wait for their next call are ended after ten minutes. */
    async sweep(workspace: string): Promise<void> {
      if (server.start === 'always') {
        const isDue = state === 'idle' || (state === 'waiting' && retryAt !== undefined && clock.now() >= retryAt);
        if (lines.size === 0 && isDue) await lineFor(workspace, 'limpet').catch(() => {}); // its state says why
        return;
      }
      const idle = [...lines.values()].filter((line) => line.inUse === 0 && clock.now() - line.usedAt >= idleMs);
      await Promise.all(idle.map(closeLine));
      if (idle.length > 0 && lines.size === 0) settle('idle');
    },
    async close(): Promise<void> {
      life.abort();
      await Promise.all([...lines.values()].map(closeLine));
      await Promise.all([...opening.values()].map((one) => one.catch(() => {})));
    },
  };
}
