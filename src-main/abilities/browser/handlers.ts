// The contract's domain `browser`, over the room.
import type { browser as domain } from '#main/contract/browser.ts';
import type { Handlers } from '#main/contract/kernel.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Browser } from './port.ts';

export function browserHandlers({ browser, bus }: { browser: Browser; bus: Bus }): Handlers<typeof domain> {
  return {
    async *watch({ sessionId }, { signal }) {
      // Pictures are not kept in the bus: whoever comes back takes a fresh view.
      const cursor = bus.cursor('browser', '');
      for await (const data of browser.watch(sessionId, signal)) yield { cursor, data };
    },
    async takeOver({ sessionId }) {
      browser.takeOver(sessionId);
      return {};
    },
    async handBack({ sessionId }) {
      browser.handBack(sessionId);
      return {};
    },
    async stop({ sessionId }) {
      await browser.stop(sessionId);
      return {};
    },
    async input({ sessionId, event }) {
      await browser.input(sessionId, event);
      return {};
    },
    async chooseTab({ sessionId, tabId }) {
      browser.chooseFront(sessionId, tabId);
      return {};
    },
    async shot({ sessionId, stepId, when }) {
      const shot = browser.shot(sessionId, stepId, when);
      return { jpeg: shot === undefined ? null : Buffer.from(shot).toString('base64') };
    },
  };
}
