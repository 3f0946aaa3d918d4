// The `commands` operations: a slash command is another way to call an operation, never a second way to do it.
import type { Skills } from '#main/abilities/skills/port.ts';
import type { chat } from '#main/contract/chat.ts';
import type { commands, SlashCommand } from '#main/contract/commands.ts';
import { AppError } from '#main/contract/errors.ts';
import { SessionId } from '#main/contract/ids.ts';
import type { Ctx, Handlers } from '#main/contract/kernel.ts';
import { ModelRef } from '#main/contract/messages.ts';
import type { sessions } from '#main/contract/sessions.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Store } from '#main/platform/store/port.ts';
import { type CommandName, findCommand, slashCommands } from './registry.ts';

type Chat = Pick<Handlers<typeof chat, Ctx>, 'compact' | 'undoCompaction' | 'stop' | 'continue' | 'regenerate'>;
type Sessions = Pick<Handlers<typeof sessions, Ctx>, 'create' | 'get' | 'rename' | 'setModel' | 'setWorkspace'>;

export type CommandsDeps = {
  readonly skills: Pick<Skills, 'list'>;
  readonly chat: Chat;
  readonly sessions: Sessions;
  readonly store: { readonly messages: Pick<Store['messages'], 'compactions' | 'history'> };
};

type Said = { key: string; params: Record<string, string> };
type Ran = { say?: Said; openSession?: SessionId };
type Call = { readonly sessionId: SessionId; readonly argument: string; readonly ctx: Ctx };

const say = (key: string, params: Record<string, string> = {}): Ran => ({ say: { key: `commands.${key}`, params } });

export function commandsHandlers(d: CommandsDeps): Handlers<typeof commands, Ctx> {
  return {
    async list({ sessionId }, ctx) {
      const workspace = sessionId === undefined ? undefined : (await d.sessions.get({ sessionId }, ctx)).workspace;
      return {
        commands: [...slashCommands.map((command) => ({ ...command })), ...(await skillCommands(d, workspace))],
      };
    },
    async run({ sessionId, name, argument }, ctx) {
      const found = findCommand(name);
      if (found === undefined)
        throw new AppError('not_found', `There is no command /${name}. Type / to see the list.`, {
          details: { reason: 'unknown_command', facts: { name } },
        });
      return run(found, { sessionId, argument: argument.trim(), ctx }, d);
    },
  };
}

/** Their names after a slash; one that is called like a command is reached through the screen of skills. */
async function skillCommands({ skills }: CommandsDeps, workspace: string | undefined): Promise<SlashCommand[]> {
  const ready = (await skills.list({ workspace })).filter(
    ({ state, name }) => state === 'ready' && findCommand(name) === undefined,
  );
  return ready.map(({ name, description }) => ({
    name,
    title: name,
    description: visibleLine(description),
    where: 'client',
  }));
}

async function run(name: CommandName, call: Call, d: CommandsDeps): Promise<Ran> {
  const { sessionId, argument, ctx } = call;
  switch (name) {
    case 'new': {
      const { workspace } = await d.sessions.get({ sessionId }, ctx);
      const title = argument === '' ? {} : { title: argument.slice(0, 200) };
      const { id } = await d.sessions.create({ workspace, ...title }, ctx);
      return { openSession: SessionId.parse(id) };
    }
    case 'rename': {
      const title = needed(argument, name).slice(0, 200);
      await d.sessions.rename({ sessionId, title }, ctx);
      return say('renamed', { title });
    }
    case 'model': {
      const model = ModelRef.safeParse(needed(argument, name));
      if (!model.success)
        throw new AppError('invalid_input', 'Write the model as connection/name, as the list of models shows it.', {
          details: { reason: 'model_shape', path: ['argument'] },
        });
      await d.sessions.setModel({ sessionId, model: model.data }, ctx);
      return say('model_set', { model: model.data });
    }
    case 'workspace': {
      const { workspace } = await d.sessions.setWorkspace({ sessionId, workspace: needed(argument, name) }, ctx);
      return say('workspace_set', { workspace });
    }
    case 'compact': {
      const made = await d.chat.compact({ sessionId }, ctx);
      return made === null ? say('nothing_to_compact') : say('compacted', { messages: String(made.coveredCount) });
    }
    case 'undo-compaction': {
      const newest = (await d.store.messages.compactions(sessionId)).findLast((known) => known.active);
      if (newest === undefined) return say('nothing_to_undo');
      await d.chat.undoCompaction({ sessionId, compactionId: newest.id }, ctx);
      return say('compaction_undone');
    }
    case 'stop': {
      const { stopped } = await d.chat.stop({ sessionId, clearQueue: false }, ctx);
      return say(stopped ? 'stopped' : 'nothing_to_stop');
    }
    case 'continue':
      await d.chat.continue({ sessionId }, ctx);
      return {};
    case 'regenerate':
      return regenerate(call, d);
    case 'search':
    case 'settings':
    case 'help':
      throw new AppError('unsupported', `/${name} is carried out by the window itself. Update the window.`, {
        details: { reason: 'client_command' },
      });
  }
}

async function regenerate({ sessionId, ctx }: Call, d: CommandsDeps): Promise<Ran> {
  const { total } = await d.store.messages.history({ sessionId, from: 0, limit: 1 });
  const { messages } = await d.store.messages.history({ sessionId, from: Math.max(0, total - 10), limit: 10 });
  const answer = messages.findLast((message) => message.role === 'assistant');
  if (answer === undefined) return say('nothing_to_regenerate');
  await d.chat.regenerate({ sessionId, messageId: answer.id }, ctx);
  return {};
}

function needed(argument: string, name: CommandName): string {
  if (argument !== '') return argument;
  throw new AppError('invalid_input', `/${name} needs something after it, for example: ${examples[name] ?? '…'}`, {
    details: { reason: 'argument_missing', path: ['argument'] },
  });
}

const examples: Partial<Record<CommandName, string>> = {
  rename: '/rename Tide tables',
  model: '/model anthropic/claude-sonnet-4-5',
  workspace: '/workspace /home/me/notes',
};
