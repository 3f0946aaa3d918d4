// What the account is told of servers: every change by the person, every start, and tools that nobody has looked at yet.
import type { McpServerId, McpTransport } from '#main/contract/mcp.ts';
import type { Activity } from '#main/guard/activity/port.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Starter } from './client/keeper.ts';
import { isSecret } from './config/secret-names.ts';
import type { Pins } from './config/server-book.ts';
import type { OfferedTool } from './pins/pin.ts';
import type { McpServers } from './port.ts';

export type ServerNotesDeps = {
  readonly pins: (id: McpServerId) => Promise<Pins | undefined>;
  readonly activity: Activity;
  readonly log: Log;
};

export function createServerNotes({ pins, activity, log }: ServerNotesDeps) {
  const told = new Set<string>();
  return {
    started(id: McpServerId, by: Starter): void {
      const title = { key: 'activity.mcp_started', params: { server: id } };
      const who = typeof by === 'string' ? { by } : { by: 'agent' as const, sessionId: by.sessionId };
      activity.note({ ...who, title }).catch((error: unknown) => log.error('start not noted', { server: id, error }));
    },
    /** What is new or another, and waits for the person's look; told once a run. */
    async unseen(id: McpServerId, offered: readonly OfferedTool[]): Promise<void> {
      const known = (await pins(id)) ?? {};
      const fresh = offered.filter(({ definition: { name }, hash }) => {
        if (known[name]?.hash === hash || told.has(`${id} ${name} ${hash}`)) return false;
        told.add(`${id} ${name} ${hash}`);
        return true;
      });
      if (fresh.length === 0) return;
      const tools = fresh.map(({ definition }) => definition.name).join(', ');
      const params = { server: id, count: String(fresh.length), tools: tools.slice(0, 500) };
      await activity.note({ by: 'limpet', title: { key: 'activity.mcp_unseen', params } });
    },
  };
}

type Params = Readonly<Record<string, string>>;

/** Keys are at home in the store of keys; where somebody wrote one into a command or an address all the same, it is not told. */
function whatRuns(transport: McpTransport): string {
  if (transport.type !== 'stdio') return URL.canParse(transport.url) ? new URL(transport.url).origin : transport.type;
  const shown = transport.args.map((arg, at) => {
    const [name = '', value] = arg.startsWith('-') && arg.includes('=') ? arg.split(/=(.*)/s) : [];
    if (value !== undefined) return isSecret(name, value) ? `${name}=…` : arg;
    const before = transport.args[at - 1] ?? '';
    return isSecret(before.startsWith('-') ? before : '', arg) ? '…' : arg;
  });
  return [transport.command, ...shown].join(' ');
}

const switches = { enabled: 'enabled', sampling: 'sampling' } as const;

export function notedServers(servers: McpServers, activity: Activity): McpServers {
  const note = (key: string, params: Params) =>
    activity.note({ by: 'person', title: { key: `activity.mcp_${key}`, params } });
  return {
    ...servers,
    async save(o, signal) {
      const isKnown = (await servers.list()).some(({ id }) => id === o.id);
      const saved = await servers.save(o, signal);
      await note(isKnown ? 'replaced' : 'added', { server: o.id, what: whatRuns(saved.transport).slice(0, 500) });
      return saved;
    },
    async handOver(o) {
      const handed = await servers.handOver(o);
      const names = handed.map(({ proposal }) => proposal.id).join(', ');
      const title = { key: 'activity.mcp_handed', params: { servers: names.slice(0, 500), source: o.source } };
      if (handed.length > 0) await activity.note({ by: 'limpet', title });
      return handed;
    },
    async set(id, o) {
      await servers.set(id, o);
      for (const [name, key] of Object.entries(switches)) {
        const value = o[name as keyof typeof switches];
        if (value !== undefined) await note(`${key}_${value ? 'on' : 'off'}`, { server: id });
      }
      if (o.start !== undefined) await note(`start_${o.start}`, { server: id });
    },
    async remove(id) {
      await servers.remove(id);
      await note('removed', { server: id });
    },
    async setTool(id, tool, on) {
      await servers.setTool(id, tool, on);
      await note(on ? 'tool_on' : 'tool_off', { server: id, tool });
    },
    async review(id, tools) {
      await servers.review(id, tools);
      const names = tools.map(({ name }) => name).join(', ');
      await note('accepted', { server: id, count: String(tools.length), tools: names.slice(0, 500) });
    },
    async signOut(id) {
      await servers.signOut(id);
      await note('signed_out', { server: id });
    },
  };
}
