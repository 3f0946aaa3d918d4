// One browser for all chats, started when it is first needed and ended when nobody needs it; each chat has its own tabs.
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import type { BrowserInput, BrowserItem, BrowserView } from '#main/contract/browser.ts';
import { AppError } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Settings } from '#main/contract/settings.ts';
import type { EgressProxy, OpenedProxy, ProxyTraffic } from '#main/guard/egress/port.ts';
import type { BrowserLauncher, BrowserProgram } from '#main/guard/sandbox/port/browser.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import { ownServices } from './own-services.ts';
import type { Browser } from './port.ts';
import { createScreencast } from './screencast.ts';
import { type BrowserSession, createSession } from './session.ts';

export type BrowserDeps = {
  readonly launcher: BrowserLauncher<BrowserContext>;
  readonly proxy: Pick<EgressProxy, 'open'>;
  readonly dataFolder: string;
  readonly settings: { current(): Settings };
  readonly clock: Clock;
  readonly log: Log;
};

type Running = { readonly context: BrowserContext; readonly proxy: OpenedProxy };

const idleMs = 10 * 60_000;
const findMs = 60_000;
const lookMs = 60_000;
const maxSessions = 30;

async function giveInput(session: BrowserSession, event: BrowserInput): Promise<void> {
  if (session.control.driver() !== 'person')
    throw new AppError('conflict', 'The model drives. Take over first.', { details: { reason: 'model_drives' } });
  const { page } = session.tabs.mustActive();
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  switch (event.type) {
    case 'click':
      return page.mouse.click(event.x * size.width, event.y * size.height, { clickCount: event.count });
    case 'wheel':
      await page.mouse.move(event.x * size.width, event.y * size.height);
      return page.mouse.wheel(0, event.dy);
    case 'text':
      return page.keyboard.insertText(event.text);
    case 'key':
      return page.keyboard.press(event.key);
  }
}

/** The newest view and the newest picture for one watcher; what it has not taken is replaced, so a slow one costs nothing. */
function createMailbox(signal: AbortSignal) {
  let frame: BrowserItem | undefined;
  let isChanged = true;
  let wake = () => {};
  signal.addEventListener('abort', () => wake(), { once: true });
  return {
    changed() {
      isChanged = true;
      wake();
    },
    frame(item: BrowserItem) {
      frame = item;
      wake();
    },
    async *items(view: () => Promise<BrowserView>): AsyncGenerator<BrowserItem> {
      while (!signal.aborted) {
        if (isChanged) {
          isChanged = false;
          yield { type: 'view', view: await view() };
        } else if (frame !== undefined) {
          const item = frame;
          frame = undefined;
          yield item;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (signal.aborted) resolve();
          });
        }
      }
    },
  };
}
type Mailbox = ReturnType<typeof createMailbox>;

export function createBrowser(d: BrowserDeps): Browser {
  const { clock } = d;
  const log = d.log.child('browser');
  const folder = join(d.dataFolder, 'browser');
  const landing = join(folder, 'landing');
  const sessions = new Map<SessionId, BrowserSession>();
  const watchers = new Map<SessionId, Set<Mailbox>>();
  const films = new Map<SessionId, ReturnType<typeof createScreencast>>();
  let running: Promise<Running> | undefined;
  let usedAt = clock.now();
  let cancelLook: (() => void) | undefined;

  const tell = (sessionId: SessionId) => {
    usedAt = clock.now();
    films.get(sessionId)?.follow(sessions.get(sessionId)?.tabs.active()?.page);
    for (const mailbox of watchers.get(sessionId) ?? []) mailbox.changed();
  };
  const tellAll = () => {
    for (const sessionId of watchers.keys()) tell(sessionId);
  };

  const end = async () => {
    const was = running;
    running = undefined;
    cancelLook?.();
    if (was === undefined) return;
    const { context, proxy } = await was.catch(() => ({ context: undefined, proxy: undefined })); // it never ran
    await context?.close().catch((error: unknown) => log.warn('browser not closed', { error }));
    await proxy?.close();
    log.info('browser ended');
    tellAll();
  };
  const look = () => {
    const isWatched = [...watchers.values()].some((set) => set.size > 0);
    const isTaken = [...sessions.values()].some(({ control }) => control.driver() === 'person');
    if (!isWatched && !isTaken && clock.now() - usedAt > idleMs) void end();
    else cancelLook = clock.after(lookMs, look);
  };

  const noteTraffic = ({ outcome, host, reason = 'network' }: ProxyTraffic) => {
    if (outcome === 'passed' || reason === 'bad_url') return;
    for (const session of sessions.values())
      if (session.tabs.active() !== undefined) session.noteRefused({ host, reason });
  };
  const launch = async (): Promise<Running> => {
    const proxy = await d.proxy.open({
      ...{ hosts: 'any', never: ownServices, purpose: 'browser', listen: 'port' },
      onTraffic: noteTraffic,
    });
    try {
      const { context } = await d.launcher.launch({
        profile: join(folder, 'profile'),
        downloads: landing,
        proxy: proxy.url,
        window: d.settings.current().browser.window,
      });
      context.on('close', () => void end());
      cancelLook = clock.after(lookMs, look);
      return { context, proxy };
    } catch (error) {
      await proxy.close();
      throw error;
    }
  };
  const context = async (signal: AbortSignal): Promise<BrowserContext> => {
    throwIfAborted(signal);
    const starting = running ?? launch();
    running = starting;
    try {
      return (await starting).context;
    } catch (error) {
      if (running === starting) running = undefined;
      throw error;
    }
  };

  const sessionOf = (sessionId: SessionId): BrowserSession => {
    const known = sessions.get(sessionId);
    if (known !== undefined) return known;
    const made = createSession({
      sessionId,
      clock,
      context,
      downloads: { folder: join(folder, 'downloads', sessionId.replace(/[^A-Za-z0-9-]/g, '_')), landing },
      granted: () => d.settings.current().browser.secretsOn,
      onChange: () => tell(sessionId),
    });
    sessions.set(sessionId, made);
    for (const [oldest, session] of sessions) {
      if (sessions.size <= maxSessions) break;
      if (session.tabs.active() === undefined) sessions.delete(oldest);
    }
    return made;
  };

  let found: { at: number; program: Promise<BrowserProgram | undefined> } | undefined;
  const program = () => {
    if (found === undefined || clock.now() - found.at > findMs) found = { at: clock.now(), program: d.launcher.find() };
    return found.program;
  };

  const view = async (sessionId: SessionId): Promise<BrowserView> => {
    const installed = await program();
    const session = sessions.get(sessionId);
    const asked = session?.control.asked();
    return {
      ...(installed === undefined ? {} : { program: installed.name }),
      sandboxed: d.launcher.sandboxed,
      isOpen: running !== undefined,
      control: session?.control.driver() ?? 'model',
      ...(asked === undefined ? {} : { asked }),
      tabs: session?.tabs.list() ?? [],
      steps: [...(session?.steps.list() ?? [])],
      downloads: [...(session?.downloads.list() ?? [])],
    };
  };

  const follow = (sessionId: SessionId, signal: AbortSignal): Mailbox => {
    const mailbox = createMailbox(signal);
    const set = watchers.get(sessionId) ?? new Set();
    watchers.set(sessionId, set.add(mailbox));
    const film =
      films.get(sessionId) ??
      createScreencast({
        clock,
        onFrame: (frame) => {
          for (const one of watchers.get(sessionId) ?? []) one.frame({ type: 'frame', ...frame });
        },
      });
    // Anew for a watcher that comes later: a picture that stands still is sent once.
    film.follow(undefined);
    films.set(sessionId, film);
    return mailbox;
  };
  const leave = (sessionId: SessionId, mailbox: Mailbox) => {
    const set = watchers.get(sessionId);
    set?.delete(mailbox);
    if (set === undefined || set.size > 0) return;
    watchers.delete(sessionId);
    films.get(sessionId)?.stop();
    films.delete(sessionId);
  };

  return {
    place: (sessionId) => sessionOf(sessionId).place(),
    tabs: (sessionId) => sessionOf(sessionId).tabs.list(),
    target: (sessionId, ref, signal) => sessionOf(sessionId).target(ref, signal),
    open: (o) => sessionOf(o.sessionId).open(o),
    read: (o) => sessionOf(o.sessionId).read(o),
    act: (o) => sessionOf(o.sessionId).act(o),
    wait: (o) => sessionOf(o.sessionId).wait(o),
    chooseTab: (o) => sessionOf(o.sessionId).chooseTab(o),
    picture: (o) => sessionOf(o.sessionId).picture(o),
    download: (sessionId, id) => sessionOf(sessionId).downloads.read(id),
    isInstalled: async () => (await program()) !== undefined,
    view,
    async *watch(sessionId, signal) {
      const mailbox = follow(sessionId, signal);
      try {
        tell(sessionId);
        yield* mailbox.items(() => view(sessionId));
      } finally {
        leave(sessionId, mailbox);
      }
    },
    takeOver: (sessionId) => sessionOf(sessionId).control.takeOver(),
    handBack: (sessionId) => sessionOf(sessionId).control.handBack(),
    stop: async (sessionId) => sessions.get(sessionId)?.stop(),
    chooseFront: (sessionId, tabId) => void sessionOf(sessionId).tabs.choose(tabId),
    input: async (sessionId, event) => giveInput(sessionOf(sessionId), event),
    shot: (sessionId, stepId, when) => sessions.get(sessionId)?.steps.shot(stepId, when),
    close: end,
  };
}
