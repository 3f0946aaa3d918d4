// The main tasks in the desktop app itself: the same words and buttons, the same end states as in a browser.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sayAndWait } from '../support/client.ts';
import { startFirstChat, toLimpetPage } from '../support/limpet-page.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';
import {
  countQuestions,
  doStep,
  expectDatabase,
  expectFiles,
  expectPage,
  skipWithoutSandbox,
  writeFiles,
} from '../support/play-task.ts';
import { readTasks, type Task } from '../support/tasks.ts';
import { connectToElectron, hasElectron, startElectron } from './support/electron-app.ts';

// Where no system has the sandbox that such a task is about, it is no task.
const tasks = readTasks()
  .filter(({ surface }) => surface === 'page')
  .filter(({ needs }) => process.platform === 'linux' || !needs.includes('sandbox'));

describe.skipIf(!hasElectron)('main tasks in Electron', () => {
  let model: ModelServer;
  let root: string;
  beforeAll(async () => {
    model = await startModelServer();
    root = mkdtempSync(join(tmpdir(), 'limpet-electron-tasks-'));
  });
  afterAll(async () => {
    await model.stop();
    rmSync(root, { recursive: true, force: true });
  });

  it.for(tasks)('$id: $title', async (task, context) => {
    const place = join(root, task.id);
    writeFiles(join(place, 'workspace'), task.start.files);
    await makeEarlierTalk(task, place);
    model.play(task.script);
    const environment = task.model === 'scripted' ? model.environment : {};
    const desktop = await startElectron({ root: place, environment });
    const client = connectToElectron(desktop);
    try {
      await skipWithoutSandbox(task, client, context);
      const questions = await countQuestions(client);
      const page = await desktop.page('');
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(String(error)));
      const limpet = toLimpetPage({ page, context: page.context(), problems });
      await startFirstChat(limpet);
      for (const step of task.do) await doStep(limpet, step);
      await limpet.answered();
      expect(problems).toEqual([]);
      await expectPage(limpet, task);
      expect(questions.count()).toBe(task.expect.questions);
      await questions.stop();
      await expectDatabase(client, task);
      expectFiles(desktop.workspace, task);
    } finally {
      client.close();
      await desktop.stop();
    }
  });

  /** Earlier conversations come about as they always do: by talking, on the same data folder, before the task begins. */
  async function makeEarlierTalk(task: Task, place: string) {
    if (task.start.sessions.length === 0) return;
    const desktop = await startElectron({ root: place, environment: model.environment });
    const client = connectToElectron(desktop);
    for (const { title, messages } of task.start.sessions) {
      const session = await client.api.sessions.create({ title });
      for (let at = 0; at < messages.length; at += 2) {
        model.play([{ text: messages[at + 1]?.[1] ?? '' }]);
        await sayAndWait(client, session.id, { text: messages[at]?.[1] ?? '' });
      }
    }
    client.close();
    await desktop.stop();
  }
});
