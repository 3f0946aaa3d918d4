// The main tasks, each from a start state by words and buttons to an end state on disk, in the database and on the page.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { hasChromium, launchBrowser } from './support/browser.ts';
import { openLimpet } from './support/limpet-page.ts';
import { type ModelServer, startModelServer } from './support/model-server.ts';
import { doStep } from './support/play-task.ts';
import { runTask } from './support/task-run.ts';
import { readTasks } from './support/tasks.ts';

describe.skipIf(!hasChromium)('main tasks', () => {
  let browser: Browser;
  let model: ModelServer;
  let root: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    model = await startModelServer();
    root = mkdtempSync(join(tmpdir(), 'limpet-tasks-'));
  });
  afterAll(async () => {
    await browser.close();
    await model.stop();
    rmSync(root, { recursive: true, force: true });
  });

  it.for(readTasks().filter(({ surface }) => surface === 'page'))('$id: $title', (task, context) =>
    runTask(
      task,
      { open: (gateway) => openLimpet(browser, gateway), doStep },
      { world: { browser, model, root }, context },
    ),
  );
});
