// Plays a task of e2e/tasks on a page and looks at what came of it: on the page, in the database, on the disk.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, type TestContext } from 'vitest';
import type { Message, Session } from '#main/contract/messages.ts';
import type { LimpetConnection } from './client.ts';
import { composerOf, type LimpetPage } from './limpet-page.ts';
import type { Task, TaskStep } from './tasks.ts';

const buttons = { once: 'Once', session: 'This session', deny: 'Deny', deny_stop: 'Deny and stop' } as const;

export function writeFiles(folder: string, files: Readonly<Record<string, string>>) {
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Where no sandbox was proven, commands run otherwise: such a task is skipped and counted. */
export async function skipWithoutSandbox(task: Task, client: LimpetConnection, context: TestContext) {
  if (!task.needs.includes('sandbox')) return;
  for await (const { data } of client.api.system.watch({})) {
    if (data.sandbox.tier === 'probing') continue;
    context.skip(data.sandbox.tier !== 'bubblewrap', 'no sandbox on this machine');
    return;
  }
}

/** Every question that is asked in any session, each counted once. */
export async function countQuestions(client: LimpetConnection) {
  const seen = new Set<string>();
  const abort = new AbortController();
  const watching = client.api.approvals.watch({}, { signal: abort.signal })[Symbol.asyncIterator]();
  await watching.next();
  const reading = (async () => {
    for (let item = await watching.next(); item.done !== true; item = await watching.next()) {
      for (const approval of item.value.data.approvals) seen.add(approval.id);
    }
  })().catch(() => undefined);
  return {
    count: () => seen.size,
    stop: () => {
      abort.abort();
      return reading;
    },
  };
}

/** With the pointer. */
export async function doStep(limpet: LimpetPage, step: TaskStep): Promise<void> {
  const { page } = limpet;
  switch (step.type) {
    case 'say':
      await limpet.say(step.text);
      await page.getByRole('article', { name: 'Your message' }).last().waitFor();
      return settled(limpet);
    case 'steer':
      await limpet.say(step.text);
      await page.getByText(step.text).first().waitFor();
      return;
    case 'decide':
      await limpet.decide(buttons[step.decision]);
      await page.getByRole('button', { name: 'Once', exact: true }).waitFor({ state: 'detached' });
      return;
    case 'stop':
      await page.locator('[data-call-state="running"]').waitFor();
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      return limpet.answered();
    case 'edit': {
      await limpet.answered();
      const mine = page.getByRole('article', { name: 'Your message' }).first();
      await mine.hover();
      await mine.getByRole('button', { name: 'Edit' }).click();
      await composerOf(page).fill(step.text);
      await composerOf(page).press('Enter');
      await mine.getByText(step.text).waitFor();
      return settled(limpet);
    }
    case 'version':
      return goToVersion(limpet, step.index);
    case 'wait':
      return limpet.answered();
  }
}

/** An answer is there, or a question that only the person can settle. */
export async function settled({ page }: LimpetPage): Promise<void> {
  await page.getByRole('article', { name: 'Answer from Limpet' }).last().waitFor();
  await page.waitForFunction(() => {
    const names = [...document.querySelectorAll('button')].map((each) => each.ariaLabel ?? each.textContent);
    return names.includes('Once') || !names.includes('Stop');
  });
}

async function goToVersion({ page }: LimpetPage, index: number): Promise<void> {
  const versions = page.getByRole('article', { name: 'Your message' }).first();
  for (;;) {
    const shown = /(\d+)\s*\/\s*\d+/.exec(await versions.innerText())?.[1];
    const away = index + 1 - Number(shown);
    if (away === 0) return;
    await versions.getByRole('button', { name: away < 0 ? 'Previous version' : 'Next version' }).click();
    await expect.poll(async () => /(\d+)\s*\/\s*\d+/.exec(await versions.innerText())?.[1]).not.toBe(shown);
  }
}

export async function expectPage(limpet: LimpetPage, task: Task): Promise<void> {
  for (const words of task.expect.answerContains) {
    await expect.poll(limpet.lastAnswer, { timeout: 10_000 }).toContain(words);
  }
}

export async function expectDatabase({ api }: LimpetConnection, task: Task): Promise<void> {
  const { sessions } = await api.sessions.list({});
  const earlier = task.start.sessions.map(({ title }) => title);
  const session = sessions.find(({ title }) => !earlier.includes(title));
  const { messages } = await api.chat.history({ sessionId: (session as Session).id, from: 0 });
  expect(callsOf(messages)).toEqual(task.expect.calls);
  const { lastStatus = 'done', versions, messages: wanted = [] } = task.expect;
  expect(messages.at(-1)?.status).toBe(lastStatus);
  if (versions !== undefined) expect(messages[0]?.versions).toHaveLength(versions);
  let from = 0;
  for (const { role, contains } of wanted) {
    const at = messages.findIndex((each, i) => i >= from && each.role === role && textOf(each).includes(contains));
    expect(at, `a message that says "${contains}"`).toBeGreaterThanOrEqual(from);
    from = at + 1;
  }
}

const textOf = (message: Message) => message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
const callsOf = (messages: readonly Message[]) =>
  messages
    .flatMap(({ parts }) => parts)
    .flatMap((part) => (part.type === 'tool_call' ? [{ tool: part.tool, state: part.state }] : []));

/** Exactly the named files are there, with exactly these bytes. */
export function expectFiles(workspace: string, task: Task): void {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(workspace, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found[path.slice(workspace.length + 1)] = readFileSync(path, 'utf8');
  }
  const wanted = Object.entries(task.expect.files).filter(([, content]) => content !== null);
  expect(found).toEqual(Object.fromEntries(wanted));
}
