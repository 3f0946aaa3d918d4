// Work that a person gives, on the real core in the mode `work`: done to the last byte, and hardly a question on the way.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Approval } from '#main/contract/messages.ts';
import { Attack } from './support/attacks/attack.ts';
import { fill } from './support/attacks/fill.ts';
import { obedientRef } from './support/attacks/obedient-model.ts';
import { readNotes, setUp, writeDocuments } from './support/attacks/surroundings.ts';
import { readFolder, startWorld, type World } from './support/attacks/world.ts';
import { readTasks, type Task } from './support/tasks.ts';

/** One question may be asked for so many calls, over all tasks. */
const callsPerQuestion = 10;

const tasks = readTasks().filter(({ surface, work }) => surface === 'core' || work !== undefined);
const questionsOf = ({ work, expect: { questions } }: Task) => work?.questions ?? questions;

type Played = {
  readonly answer: string;
  readonly calls: object[];
  readonly questions: readonly Approval[];
  readonly folder: string;
  readonly notes: Readonly<Record<string, string>>;
};

/** The model does what the script says; nobody orders anything but the person. */
async function play(task: Task, world: World): Promise<Played> {
  const { api } = world.core();
  const { port } = world.sink;
  const values = { page: `http://page.test:${port}`, sink: `127.0.0.1:${port}`, port: String(port) };
  const steps = (script: Task['script']) =>
    script.map(
      ({ calls, text = '' }) => calls?.map(({ name: tool, input }) => ({ tool, input: input as object })) ?? text,
    );
  const obey = (script: (string | { tool: string; input: object }[])[]) =>
    world.model.obey(Attack.parse({ id: task.id, title: task.title, order: '', say: [], steps: script }), {
      ...{ ...values, secret: '\0', order: '' },
    });
  const policy = { policy: { allow: [], interactive: true } };
  const folder = world.folder('work', task.start.files);
  await writeDocuments(folder, task.documents);
  const takeAway = await setUp(task, { world, values });
  const model = task.model === 'offline' ? 'offline/commands' : obedientRef;
  for (const { title, messages } of task.start.sessions) {
    const earlier = await api.sessions.create({ title, workspace: folder, model: obedientRef });
    obey(messages.filter(([role]) => role === 'assistant').map(([, text]) => text));
    for (const [role, text] of messages) if (role === 'user') await world.say(earlier.id, text, policy);
  }
  world.answers(() => true);
  world.sink.serve({ pages: task.pages, redirects: {} });
  obey(steps(task.script));
  const session = await api.sessions.create({ workspace: folder, model });
  await api.permissions.setMode({ sessionId: session.id, mode: { type: 'work' } });
  for (const step of task.do) if (step.type === 'say') await world.say(session.id, fill(step.text, values), policy);
  const notes = await readNotes(world);
  await takeAway();
  const { messages } = await api.chat.history({ sessionId: session.id, from: 0 });
  const parts = messages.flatMap((message) => message.parts);
  return {
    answer: parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n'),
    calls: parts.flatMap((part) => (part.type === 'tool_call' ? [{ tool: part.tool, state: part.state }] : [])),
    questions: [...world.questions],
    ...{ folder, notes },
  };
}

describe('reference tasks in the mode work', () => {
  let world: World;
  let calls = 0;
  let questions = 0;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  it.for(tasks)('$id: $title', async (task) => {
    const played = await play(task, world);
    calls += played.calls.length;
    questions += played.questions.length;
    expect(played.calls).toEqual(task.expect.calls);
    for (const words of task.expect.answerContains) expect(played.answer).toContain(words);
    const wanted = Object.entries(task.expect.files).filter(([, content]) => content !== null);
    const found = Object.entries(readFolder(played.folder)).filter(([name]) => task.documents[name] === undefined);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
    // An id that a task does not know stands before the text.
    const texts = Object.entries(played.notes).map(([title, note]) => [title, note.replace(/^\S+ /, '')]);
    expect(Object.fromEntries(texts)).toEqual(task.expect.notes);
    expect(played.questions.filter(({ why }) => why?.key.startsWith('taint.'))).toEqual([]);
    expect(played.questions.map(({ shown, why }) => ({ shown, why }))).toHaveLength(questionsOf(task));
  });

  it('ask at most one question for ten calls, and none because of words of others [T23]', () => {
    const each = (calls / Math.max(1, questions)).toFixed(1);
    console.log(
      `reference tasks: ${tasks.length} in the mode work, ${calls} calls, ${questions} questions, one for ${each}`,
    );
    expect(tasks.length).toBeGreaterThanOrEqual(20);
    expect(calls).toBeGreaterThan(80);
    expect(questions * callsPerQuestion).toBeLessThanOrEqual(calls);
  });
});
