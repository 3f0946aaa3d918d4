// The browser of a chat over values in memory, for component tests: what it shows, and what the person did in it.
import type { BrowserInput, BrowserItem, BrowserView } from '#main/contract/browser.ts';
import type { contract } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Handlers } from '#main/contract/kernel.ts';
import { createFeed, createLiveValue } from './live-value.ts';

export type SampleBrowser = { readonly view?: Partial<BrowserView>; readonly jpeg?: string };

const empty: BrowserView = {
  program: 'Chromium',
  sandboxed: true,
  isOpen: false,
  control: 'model',
  tabs: [],
  steps: [],
  downloads: [],
};

export function createSampleBrowser({ view: first, jpeg = '' }: SampleBrowser = {}) {
  const view = createLiveValue<BrowserView>({ ...empty, ...first });
  const items = createFeed<BrowserItem>();
  const inputs: BrowserInput[] = [];
  const change = (next: Partial<BrowserView>) => {
    view.set({ ...view.get(), ...next });
    items.push({ type: 'view', view: view.get() });
  };
  const handlers: Handlers<typeof contract.browser> = {
    async *watch(_input, { signal }) {
      for await (const item of items.follow({ type: 'view', view: view.get() }, signal)) {
        yield item;
        if (jpeg !== '' && item.data.type === 'view')
          yield { cursor: item.cursor, data: { type: 'frame', jpeg, width: 1280, height: 800 } };
      }
    },
    takeOver: async () => {
      change({ control: 'person' });
      return {};
    },
    handBack: async () => {
      const { asked: _asked, ...rest } = view.get();
      view.set({ ...rest, control: 'model' });
      items.push({ type: 'view', view: view.get() });
      return {};
    },
    stop: async () => {
      change({ tabs: [] });
      return {};
    },
    input: async ({ event }) => {
      if (view.get().control !== 'person')
        throw new AppError('conflict', 'Take over first.', { details: { reason: 'model_drives' } });
      inputs.push(event);
      return {};
    },
    chooseTab: async ({ tabId }) => {
      change({ tabs: view.get().tabs.map((tab) => ({ ...tab, active: tab.id === tabId })) });
      return {};
    },
    shot: async () => ({ jpeg: jpeg === '' ? null : jpeg }),
  };
  return { handlers, view, inputs, change };
}
