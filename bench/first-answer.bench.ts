// From the first page of a fresh folder to the first answer, in real Chromium: how many actions, and how long Limpet itself takes.
import { launchBrowser } from '../e2e/support/browser.ts';
import { type Counted, countActions } from '../e2e/support/counted.ts';
import { startGateway } from '../e2e/support/gateway.ts';
import { answersOf, composerOf, openLimpet } from '../e2e/support/limpet-page.ts';
import { mockEnvironment } from './support/bench-gateway.ts';
import { type Benchmark, type Figure, median } from './support/figures.ts';
import { startMockModel } from './support/mock-model.ts';

type Way = {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The first step, up to the choice of the folder. */
  readonly connect: (person: Counted) => Promise<void>;
};
type Run = { readonly actions: number; readonly ms: number };

async function firstAnswer({ environment, connect }: Way): Promise<Run> {
  const gateway = await startGateway({ environment });
  const browser = await launchBrowser();
  try {
    const { page } = await openLimpet(browser, gateway, { firstRun: true });
    const person = countActions(page);
    await connect(person);
    await person.click('Use this folder');
    await person.click('Show me a real question');
    await person.click('Once');
    await page.getByText('You allowed it').waitFor();
    await person.click('Start the first chat');
    await composerOf(page).waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Message');
    const before = await answersOf(page).count();
    await person.press('Enter');
    await answersOf(page).nth(before).waitFor();
    return { actions: person.actions(), ms: person.ms() };
  } finally {
    await browser.close();
    await gateway.stop();
  }
}

const rounds = 3;

async function figuresOf(way: Way): Promise<Figure[]> {
  const runs: Run[] = [];
  for (let round = 0; round < rounds; round += 1) runs.push(await firstAnswer(way));
  return [
    { name: `${way.name}: actions`, value: median(runs.map(({ actions }) => actions)), unit: '', goal: { atMost: 12 } },
    {
      name: `${way.name}: time without the person`,
      value: median(runs.map(({ ms }) => ms / 1000)),
      unit: 's',
      goal: { atMost: 120 },
    },
  ];
}

export const benchmark: Benchmark = {
  id: 'first-answer',
  title: 'A new person has an answer within two minutes and twelve actions',
  async run(): Promise<Figure[]> {
    const mock = await startMockModel();
    const nobody = { OLLAMA_HOST: 'http://127.0.0.1:9', LIMPET_FIND_LOCAL_MODELS: 'false' };
    const ways: readonly Way[] = [
      {
        name: 'key of the environment',
        environment: { ...mockEnvironment(mock), ...nobody },
        async connect(person) {
          await person.click('Use OpenAI');
          await person.click('Next');
        },
      },
      { name: 'without a model', environment: nobody, connect: (person) => person.click('Start without a model') },
    ];
    try {
      const figures: Figure[] = [];
      for (const way of ways) figures.push(...(await figuresOf(way)));
      return figures;
    } finally {
      await mock.stop();
    }
  },
};
