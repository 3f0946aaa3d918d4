// Pictures of the tab in front while somebody watches: a few a second, the newest only.
import type { CDPSession, Page } from 'playwright-core';
import type { Clock } from '#main/platform/base/clock.ts';

export type Frame = { readonly jpeg: string; readonly width: number; readonly height: number };

const betweenMs = 250;
const size = { maxWidth: 1024, maxHeight: 768, quality: 55 };
const maxChars = 1_500_000;

export interface Screencast {
  /** Films this page from now on; undefined: nothing. */
  follow(page: Page | undefined): void;
  stop(): void;
}

export function createScreencast(d: { clock: Pick<Clock, 'after'>; onFrame: (frame: Frame) => void }): Screencast {
  let filmed: Page | undefined;
  let session: CDPSession | undefined;
  const end = () => {
    const old = session;
    session = undefined;
    old?.detach().catch(() => {}); // its page has gone
  };
  const start = async (page: Page) => {
    const own = await page.context().newCDPSession(page);
    if (filmed !== page) return own.detach();
    session = own;
    own.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
      if (data.length <= maxChars && session === own)
        d.onFrame({ jpeg: data, width: Math.round(metadata.deviceWidth), height: Math.round(metadata.deviceHeight) });
      // The next one comes only after this answer: the rate is ours.
      d.clock.after(betweenMs, () => void own.send('Page.screencastFrameAck', { sessionId }).catch(() => {}));
    });
    await own.send('Page.startScreencast', { format: 'jpeg', ...size, everyNthFrame: 1 });
  };
  return {
    follow(page) {
      if (filmed === page) return;
      filmed = page;
      end();
      if (page !== undefined) start(page).catch(() => {}); // the page was closed meanwhile
    },
    stop() {
      filmed = undefined;
      end();
    },
  };
}
