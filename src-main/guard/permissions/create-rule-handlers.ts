// Domain `permissions` of the contract: rules, trying them, and the mode of a chat.
import { isAbsolute } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Ctx, Handlers } from '#main/contract/kernel.ts';
import type { permissions as domain, Mode } from '#main/contract/permissions.ts';
import type { Workspaces } from '#main/guard/workspace/port.ts';
import { watchState } from '#main/platform/base/watch-state.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { CreatedPermissions } from './create-permissions.ts';

export type RuleHandlersDeps = {
  readonly permissions: Pick<CreatedPermissions, 'book' | 'modes' | 'trials'>;
  readonly sessions: Pick<Store['sessions'], 'get'>;
  readonly workspaces: Pick<Workspaces, 'open'>;
  /** Of new chats. */
  readonly usualWorkspace: () => string;
  readonly bus: Pick<Bus, 'subscribe' | 'cursor'>;
};

type AskedPlace = { readonly sessionId?: SessionId | undefined; readonly workspace?: string | undefined };

export function createRuleHandlers(d: RuleHandlersDeps): Handlers<typeof domain, Ctx> {
  const { book, modes, trials } = d.permissions;
  const placeOf = async ({ sessionId, workspace }: AskedPlace) => {
    if (sessionId !== undefined) return { sessionId, workspace: (await d.sessions.get(sessionId)).workspace };
    if (workspace !== undefined && !isAbsolute(workspace))
      throw new AppError('invalid_input', 'Name the folder by its whole path.', { details: { reason: 'bad_path' } });
    return { workspace: workspace ?? d.usualWorkspace() };
  };
  const checkFolders = async (mode: Mode): Promise<Mode> => {
    if (mode.type !== 'trusted') return mode;
    const opened = await Promise.all(mode.task.folders.map((folder) => d.workspaces.open(folder)));
    return { ...mode, task: { ...mode.task, folders: opened.map(({ root }) => root) } };
  };
  return {
    rules: async (place) => book.read(await placeOf(place)),
    watch: (place, { signal }) =>
      watchState({ facts: d.bus, topic: 'permissions', state: async () => book.read(await placeOf(place)), signal }),
    addRule: ({ rule }) => book.add(rule),
    changeRule: ({ ruleId, rule }) => book.change(ruleId, rule),
    removeRule: async ({ ruleId, sessionId }) => ({ removed: await book.remove(ruleId, sessionId) }),
    tryIt: async ({ trial, ...place }) => trials.tryIt(trial, await placeOf(place)),
    mode: ({ sessionId }) => modes.state(sessionId),
    watchMode: ({ sessionId }, { signal }) =>
      watchState({ facts: d.bus, topic: 'mode', key: sessionId, state: () => modes.state(sessionId), signal }),
    setMode: async ({ sessionId, mode }) => modes.set(sessionId, await checkFolders(mode)),
  };
}
