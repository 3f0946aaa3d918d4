// The operations of chat, sessions and commands, called as the wire calls them, over the real store.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandsHandlers } from '#main/agent/commands/handlers.ts';
import { slashCommands } from '#main/agent/commands/registry.ts';
import { sessionsHandlers } from '#main/agent/sessions/handlers.ts';
import { CommandId, MessageId } from '#main/contract/ids.ts';
import type { Ctx } from '#main/contract/kernel.ts';
import type { SessionsEvent } from '#main/contract/sessions.ts';
import { createWorkspaces } from '#main/guard/workspace/create-workspace.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { chatHandlers } from './handlers.ts';
import { createFlowKit, type FlowKit, textOf } from './testing/flow-kit.ts';

let kit: FlowKit;
let made = 0;
const life = new AbortController();
const ctx = (over: Partial<Ctx> = {}): Ctx => {
  made += 1;
  return {
    principal: { access: 'owner', id: 'test' },
    connectionId: 'c',
    signal: life.signal,
    commandId: CommandId.parse(`command-${made}`),
    ...over,
  };
};
const handlers = () => {
  const chat = chatHandlers(kit);
  const sessions = sessionsHandlers({
    store: kit.store,
    lanes: kit.messaging.lanes,
    models: kit.models,
    workspaces: createWorkspaces({ dataFolder: kit.folder, home: '/nowhere', platform: 'linux' }),
    defaultWorkspace: () => kit.session.workspace,
    untitled: () => 'New chat',
    bus: kit.bus,
    clock: kit.clock,
  });
  const skills = { list: async () => [] };
  return { chat, sessions, commands: commandsHandlers({ chat, sessions, store: kit.store, skills }) };
};
const sessionId = () => kit.session.id;

beforeEach(async () => {
  kit = await createFlowKit({ script: (_request, n) => ({ text: `answer ${n}` }) });
});
afterEach(() => kit.close());

const talk = async (text: string) => {
  const { chat } = handlers();
  const sent = await chat.send({ sessionId: sessionId(), text, attachments: [], mode: 'auto' }, ctx());
  await kit.settled();
  return sent;
};

describe('chat', () => {
  it('sends once for a repeated command id', async () => {
    const { chat } = handlers();
    const same = ctx();
    const input = { sessionId: sessionId(), text: 'hi', attachments: [], mode: 'auto' } as const;
    const first = await chat.send({ ...input, attachments: [] }, same);
    const again = await chat.send({ ...input, attachments: [] }, same);
    expect(again).toEqual({ ...first, duplicate: true });
    await kit.settled();
    expect((await kit.history()).map(textOf)).toEqual(['hi', 'answer 0']);
  });

  it('edits, answers again, switches and pins', async () => {
    const { chat } = handlers();
    await talk('one');
    const [question, answer] = await kit.history();
    if (question === undefined || answer === undefined) throw new Error('no turn');
    await chat.regenerate({ sessionId: sessionId(), messageId: answer.id }, ctx());
    await kit.settled();
    await chat.edit({ sessionId: sessionId(), messageId: question.id, text: 'two', attachments: [] }, ctx());
    await kit.settled();
    expect((await kit.history()).map(textOf)).toEqual(['two', 'answer 2']);
    await chat.switchVersion({ sessionId: sessionId(), messageId: answer.id }, ctx());
    expect((await kit.history()).map(textOf)).toEqual(['one', 'answer 0']);
    expect(await chat.pin({ sessionId: sessionId(), messageId: answer.id, pinned: true }, ctx())).toMatchObject({
      pinned: true,
    });
    const other = await kit.newSession();
    await expect(chat.pin({ sessionId: other.id, messageId: answer.id, pinned: true }, ctx())).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('refuses an edit of an answer and a version of a message that is not there', async () => {
    const { chat } = handlers();
    await talk('one');
    const [, answer] = await kit.history();
    if (answer === undefined) throw new Error('no answer');
    const edit = { sessionId: sessionId(), text: 'x', attachments: [] };
    await expect(chat.edit({ ...edit, messageId: answer.id }, ctx())).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(chat.edit({ ...edit, messageId: MessageId.parse('none') }, ctx())).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('removes a queued message and clears the queue when stopping', async () => {
    const { chat } = handlers();
    kit.models.push({ text: 'slow', hang: true });
    await chat.send({ sessionId: sessionId(), text: 'a', attachments: [], mode: 'auto' }, ctx());
    await kit.until(() => kit.models.requests.length === 1);
    const queued = await chat.send({ sessionId: sessionId(), text: 'b', attachments: [], mode: 'queue' }, ctx());
    await chat.send({ sessionId: sessionId(), text: 'c', attachments: [], mode: 'queue' }, ctx());
    const { inboxId } = queued as Awaited<ReturnType<typeof kit.messaging.inbox.accept>>;
    expect(await chat.removeQueued({ sessionId: sessionId(), inboxId }, ctx())).toEqual({ removed: true });
    expect(await kit.during(chat.stop({ sessionId: sessionId(), clearQueue: true }, ctx()))).toEqual({ stopped: true });
    await kit.settled();
    expect((await kit.history()).map(textOf)).toEqual(['a', 'slow']);
  });

  it('keeps a draft', async () => {
    const { chat } = handlers();
    await chat.saveDraft({ sessionId: sessionId(), draft: { text: 'half a thou', attachments: [] } }, ctx());
    expect(await chat.draft({ sessionId: sessionId() }, ctx())).toEqual({ text: 'half a thou', attachments: [] });
  });

  it('hands out a long output in pieces', async () => {
    const { chat } = handlers();
    kit.models.push({ calls: [{ name: 'talk', input: { kib: 700 } }] }, { text: 'Much.' });
    await talk('go');
    const call = (await kit.history()).at(-1)?.parts.find((part) => part.type === 'tool_call');
    if (call?.type !== 'tool_call') throw new Error('no call');
    let text = '';
    for (let total = 1; text.length < total; ) {
      const piece = await chat.callOutput({ sessionId: sessionId(), callId: call.callId, from: text.length }, ctx());
      text += piece.text;
      total = piece.totalChars;
    }
    expect(text).toMatch(/^begin ü+ end$/);
    expect(text).toHaveLength(700 * 512 + 10);
  });
});

describe('sessions', () => {
  it('creates, renames, pins, archives, deletes with undo, and tells who watches', async () => {
    const { sessions } = handlers();
    const events: SessionsEvent[] = [];
    const watch = async () => {
      for await (const { data } of sessions.watch({}, ctx())) events.push(data as SessionsEvent);
    };
    watch().catch(() => {});
    await kit.until(() => events.length === 1);
    const same = ctx();
    const session = await sessions.create({ title: 'Tides', workspace: kit.session.workspace }, same);
    expect(await sessions.create({ title: 'Tides', workspace: kit.session.workspace }, same)).toMatchObject({
      id: session.id,
    });
    const id = (await kit.store.sessions.list({ archived: false, limit: 10 })).sessions.find(
      (one) => one.id === session.id,
    )?.id;
    if (id === undefined) throw new Error('no session');
    expect(await sessions.rename({ sessionId: id, title: 'High tides' }, ctx())).toMatchObject({
      titleIsAutomatic: false,
    });
    await sessions.pin({ sessionId: id, pinned: true }, ctx());
    await sessions.archive({ sessionId: id, archived: true }, ctx());
    expect((await sessions.list({ archived: true, limit: 10 }, ctx())).sessions).toHaveLength(1);
    await sessions.remove({ sessionId: id }, ctx());
    await sessions.restore({ sessionId: id }, ctx());
    await kit.until(() => events.at(-1)?.type === 'changed' && events.some(({ type }) => type === 'removed'));
    expect(events[0]).toMatchObject({ type: 'snapshot', total: 1 });
  });

  it('refuses a model and a folder that are not there', async () => {
    const { sessions } = handlers();
    await expect(sessions.setModel({ sessionId: sessionId(), model: 'no/model' }, ctx())).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      sessions.setWorkspace({ sessionId: sessionId(), workspace: '/no/such/folder' }, ctx()),
    ).rejects.toThrow();
  });

  it('ends the turn of a session that is deleted', async () => {
    const { sessions } = handlers();
    kit.models.push({ text: 'slow', hang: true });
    await kit.send('go');
    await kit.until(() => kit.models.requests.length === 1);
    await kit.during(sessions.remove({ sessionId: sessionId() }, ctx()));
    await kit.settled();
    expect(kit.messaging.lanes.isRunning(sessionId())).toBe(false);
  });

  it('finds a word on another branch and shows that branch', async () => {
    const { chat, sessions } = handlers();
    await talk('the heron stands');
    const [question] = await kit.history();
    if (question === undefined) throw new Error('no message');
    await chat.edit({ sessionId: sessionId(), messageId: question.id, text: 'something else', attachments: [] }, ctx());
    await kit.settled();
    const found = await kit.during(sessions.search({ text: 'heron', limit: 5 }, ctx()));
    expect(found.hits).toMatchObject([{ messageId: question.id }]);
    expect(await sessions.reveal({ sessionId: sessionId(), messageId: question.id }, ctx())).toMatchObject({
      depth: 0,
    });
    expect((await kit.history()).map(textOf)).toEqual(['the heron stands', 'answer 0']);
  });
});

describe('commands', () => {
  const run = (name: string, argument = '') =>
    handlers().commands.run({ sessionId: sessionId(), name, argument }, ctx());

  it('lists every command with words in both languages', async () => {
    const { commands } = await handlers().commands.list({}, ctx());
    expect(commands.map(({ name }) => name)).toEqual(slashCommands.map(({ name }) => name));
    for (const language of ['en', 'de'] as const) {
      const say = createTranslate(language);
      for (const { title, description, argument } of slashCommands)
        for (const key of [title, description, ...(argument === undefined ? [] : [argument])])
          expect(say(key)).not.toBe(key);
    }
  });

  it('renames, chooses a model, starts a new chat in the same folder', async () => {
    expect(await run('rename', ' Tide tables ')).toEqual({
      say: { key: 'commands.renamed', params: { title: 'Tide tables' } },
    });
    expect(await run('/Model', 'scripted/one')).toMatchObject({ say: { key: 'commands.model_set' } });
    const { openSession } = await run('new');
    expect(openSession).not.toBe(sessionId());
    expect(await kit.store.sessions.get(sessionId())).toMatchObject({ title: 'Tide tables', model: 'scripted/one' });
  });

  it('answers again, continues, summarises and takes the summary back', async () => {
    expect(await run('regenerate')).toMatchObject({ say: { key: 'commands.nothing_to_regenerate' } });
    expect(await run('compact')).toMatchObject({ say: { key: 'commands.nothing_to_compact' } });
    await talk('one');
    await run('regenerate');
    await kit.settled();
    expect((await kit.history()).map(textOf)).toEqual(['one', 'answer 1']);
    await run('continue');
    await kit.settled();
    await talk('two');
    expect(await run('compact')).toMatchObject({ say: { key: 'commands.compacted', params: { messages: '3' } } });
    expect(await run('undo-compaction')).toMatchObject({ say: { key: 'commands.compaction_undone' } });
    expect(await run('undo-compaction')).toMatchObject({ say: { key: 'commands.nothing_to_undo' } });
    expect(await run('stop')).toMatchObject({ say: { key: 'commands.nothing_to_stop' } });
  });

  it('says what is wrong with a name, an argument, or a command of the window', async () => {
    await expect(run('constructor')).rejects.toMatchObject({ code: 'not_found' });
    await expect(run('rename')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(run('model', 'nonsense')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(run('help')).rejects.toMatchObject({ code: 'unsupported' });
  });
});
