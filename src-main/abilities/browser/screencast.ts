// Pictures of the tab in front while somebody watches: a few a second, the newest only.
import type { CDPSession, Page } from 'playwright-core';
import type { Clock } from '#main/platform/base/clock.ts';

export type Frame = { readonly jpeg: string; readonly width: number; readonly height: number };

const betweenMs = 250;
const firstMs = 1_500;
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
  /** A page that stands still may send no picture by itself. */
  const takeOne = async (page: Page, isWanted: () => boolean) => {
    const picture = await page.screenshot({ type: 'jpeg', quality: size.quality, scale: 'css', timeout: firstMs * 3 });
    const shape = page.viewportSize();
    if (isWanted() && shape !== null) d.onFrame({ jpeg: picture.toString('base64'), ...shape });
  };
  const start = async (page: Page) => {
    const own = await page.context().newCDPSession(page);
    if (filmed !== page) return own.detach();
    session = own;
    let isSeen = false;
    own.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
      isSeen = true;
      if (data.length <= maxChars && session === own)
        d.onFrame({ jpeg: data, width: Math.round(metadata.deviceWidth), height: Math.round(metadata.deviceHeight) });
      // The next one comes only after this answer: the rate is ours.
      d.clock.after(betweenMs, () => void own.send('Page.screencastFrameAck', { sessionId }).catch(() => {}));
    });
    const isWanted = () => !isSeen && session === own;
    d.clock.after(firstMs, () => {
      if (isWanted()) void takeOne(page, isWanted).catch(() => {}); // it hangs or has gone
    });
    await own.send('Page.startScreencast', { format: 'jpeg', ...size, everyNthFrame: 1 });
  };
  return {
    follow(page) {
      if (filmed === page) return;
      filmed = page;
      end();
      if (page === undefined) return;
      start(page).catch(() => {
        // It was closed or crashed meanwhile; the next change tries again.
        if (filmed === page) filmed = undefined;
      });
    },
    stop() {
      filmed = undefined;
      end();
    },
  };
}
