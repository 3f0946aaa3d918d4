// Runs one main task of e2e/tasks from its start state to its end state, with whatever hands the test gives it.
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { expect, type TestContext } from 'vitest';
import { connectTo, sayAndWait } from './client.ts';
import { type RunningGateway, startGateway } from './gateway.ts';
import type { LimpetPage } from './limpet-page.ts';
import type { ModelServer } from './model-server.ts';
import {
  countQuestions,
  expectDatabase,
  expectFiles,
  expectPage,
  skipWithoutSandbox,
  writeFiles,
} from './play-task.ts';
import type { Task, TaskStep } from './tasks.ts';

export type Hands = {
  /** Opens the page and the first chat. */
  readonly open: (gateway: RunningGateway) => Promise<LimpetPage>;
  readonly doStep: (limpet: LimpetPage, step: TaskStep) => Promise<void>;
  /** More that must be true at the end, while the page is still there. */
  readonly look?: (limpet: LimpetPage) => Promise<void>;
};
export type TaskWorld = { readonly browser: Browser; readonly model: ModelServer; readonly root: string };

export async function runTask(
  task: Task,
  hands: Hands,
  { world, context }: { world: TaskWorld; context: TestContext },
) {
  const { model, root } = world;
  const folders = { dataFolder: join(root, task.id, 'data'), workspace: join(root, task.id, 'workspace') };
  writeFiles(folders.workspace, task.start.files);
  await makeEarlierTalk(task, folders, model);
  model.play(task.script);
  const environment = task.model === 'scripted' ? model.environment : undefined;
  const gateway = await startGateway({ ...folders, ...(environment === undefined ? {} : { environment }) });
  const client = connectTo(gateway.dataFolder);
  try {
    await skipWithoutSandbox(task, client, context);
    const questions = await countQuestions(client);
    const limpet = await hands.open(gateway);
    for (const step of task.do) await hands.doStep(limpet, step);
    await limpet.answered();
    expect(limpet.problems).toEqual([]);
    await expectPage(limpet, task);
    await hands.look?.(limpet);
    expect(questions.count()).toBe(task.expect.questions);
    await questions.stop();
    await expectDatabase(client, task);
    expectFiles(gateway.workspace, task);
    await limpet.context.close();
  } finally {
    client.close();
    await gateway.stop();
  }
}

/** Earlier conversations come about as they always do: by talking, on the same data folder, before the task begins. */
async function makeEarlierTalk(task: Task, folders: { dataFolder: string; workspace: string }, model: ModelServer) {
  if (task.start.sessions.length === 0) return;
  const gateway = await startGateway({ ...folders, environment: model.environment });
  const client = connectTo(gateway.dataFolder);
  await client.api.settings.set({ patch: { onboarded: true } }); // until then the key of the environment is not used
  for (const { title, messages } of task.start.sessions) {
    const session = await client.api.sessions.create({ title });
    for (let at = 0; at < messages.length; at += 2) {
      model.play([{ text: messages[at + 1]?.[1] ?? '' }]);
      await sayAndWait(client, session.id, { text: messages[at]?.[1] ?? '' });
    }
  }
  await client.api.settings.set({ patch: { onboarded: false } });
  client.close();
  await gateway.stop();
}
