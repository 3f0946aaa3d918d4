// The browser of one chat: its tabs, and every step with what was before and after it.
import type { BrowserContext, Page } from 'playwright-core';
import { AppError } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { createControl } from './control.ts';
import { describeTarget } from './describe-target.ts';
import { createDownloads } from './downloads.ts';
import { isDownload, type Refused, refusedError, toPageError } from './page-errors.ts';
import { readTree, within } from './page-tree.ts';
import { actionMs, locate, mustBeThere, perform, stale } from './perform.ts';
import type { Action, Outcome, StepAction, StepOptions, Target, WaitFor } from './port.ts';
import { isGranted } from './secret-field.ts';
import { createSteps } from './steps.ts';
import { createTabs, placeOf, type Tab } from './tabs.ts';

export type SessionDeps = {
  readonly sessionId: SessionId;
  readonly clock: Clock;
  /** Starts the browser when it is not running. */
  readonly context: (signal: AbortSignal) => Promise<BrowserContext>;
  readonly downloads: { readonly folder: string; readonly landing: string };
  /** Sites on which the model may fill in secrets. */
  readonly granted: () => readonly string[];
  readonly onChange: () => void;
};

export type BrowserSession = ReturnType<typeof createSession>;

const openMs = 30_000;
const settleMs = 3_000;
const shotMs = 3_000;
const downloadMs = 15_000;
const handOverMs = 30 * 60_000;
const maxNotes = 12;
const partChars = 12_000;

/** A part of the text that ends with a line. */
function partOf(text: string, offset: number): { text: string; next: number | undefined } {
  if (offset + partChars >= text.length) return { text: text.slice(offset), next: undefined };
  const end = text.lastIndexOf('\n', offset + partChars);
  const next = end > offset ? end + 1 : offset + partChars;
  return { text: text.slice(offset, next).toWellFormed(), next };
}

const isAllowed = (origin: string, allowed: readonly string[]) =>
  origin === 'null' ||
  allowed.includes('*') ||
  allowed.includes(origin) ||
  // The same host over TLS is what was asked for, only safer.
  allowed.includes(origin.replace(/^https:/, 'http:'));

export function createSession(d: SessionDeps) {
  const { clock } = d;
  let notes: string[] = [];
  let stop = new AbortController();
  let pending: Promise<unknown>[] = [];
  let refused: Refused[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const note = (text: string) => {
    if (notes.length < maxNotes) notes.push(text);
  };
  const steps = createSteps();
  const control = createControl({ clock, onChange: d.onChange });
  const downloads = createDownloads({ ...d.downloads, clock, note, onChange: d.onChange });
  const tabs = createTabs({
    note,
    onChange: d.onChange,
    onDownload: (download, from) => {
      pending = [...pending.slice(-20), downloads.take(download, from)];
    },
  });
  const timed = <T>(work: Promise<T>, ms: number, signal: AbortSignal) => within(work, ms, { clock, signal });

  const shotOf = async (tab: Tab | undefined, signal: AbortSignal): Promise<Uint8Array | undefined> => {
    if (tab === undefined || tab.page.url() === 'about:blank') return undefined;
    const picture = tab.page.screenshot({ type: 'jpeg', quality: 45, scale: 'css', timeout: shotMs });
    return timed(picture, shotMs + 200, signal).catch(() => undefined); // a page that hangs has no picture
  };

  /** Waits for what the last action set going: a navigation, a download. Bounded, whatever the page does; 0: read from the top. */
  const settle = async (signal: AbortSignal): Promise<number> => {
    await clock.sleep(150, signal);
    const page = tabs.active()?.page;
    const loaded = page?.waitForLoadState('load', { timeout: settleMs }).catch(() => {}); // a page that never ends loading
    if (loaded !== undefined) await timed(loaded, settleMs + 200, signal).catch(() => {}); // the same
    await timed(Promise.allSettled(pending), downloadMs, signal).catch(() => {}); // it goes on, and is told of later
    const tab = tabs.active();
    if (tab !== undefined) tab.title = await timed(tab.page.title(), 1_000, signal).catch(() => tab.title);
    return 0;
  };

  const outcome = async (o: StepOptions, offset: number, signal: AbortSignal): Promise<Outcome> => {
    const tab = tabs.active();
    if (tab === undefined) {
      return { place: { url: '', origin: 'null', title: '' }, totalChars: 0, notes: takeNotes() };
    }
    const place = placeOf(tab.page, tab.title);
    if (!isAllowed(place.origin, o.allowed)) return { place, totalChars: 0, notes: takeNotes() };
    const { generation } = tab;
    const tree = await readTree(tab.page, { clock, signal });
    // It moved on while it was read: what was read may be of another site.
    const now = placeOf(tab.page, tab.title);
    if (tab.generation !== generation && !isAllowed(now.origin, o.allowed))
      return { place: now, totalChars: 0, notes: takeNotes() };
    if (tab.generation === generation) tab.refs = tree.refs;
    const { text, next } = partOf(tree.text, offset);
    const more = next === undefined ? {} : { nextOffset: next };
    return { place: now, text, totalChars: tree.text.length, ...more, notes: takeNotes() };
  };
  const takeNotes = () => {
    const taken = notes;
    notes = [];
    return taken;
  };

  const failed = (thrown: unknown, from: number): unknown => {
    const own = refused.slice(from);
    const error = toPageError(thrown);
    const isNetwork = error instanceof AppError && error.details?.reason === 'page_unreachable';
    const [first] = own;
    return isNetwork && first !== undefined ? refusedError(first) : error;
  };

  const run = async <T>(o: StepOptions, about: { action: StepAction; text: string }, work: StepWork<T>): Promise<T> => {
    const signal = AbortSignal.any([o.signal, stop.signal]);
    await control.untilModel({ timeoutMs: 10 * 60_000, signal });
    const before = tabs.active();
    const url = before === undefined ? '' : placeOf(before.page).url;
    const id = steps.begin({ ...about, url, now: clock.now(), shot: await shotOf(before, signal) });
    d.onChange();
    let state: 'done' | 'failed' = 'failed';
    let told: readonly string[] = [];
    const from = refused.length;
    try {
      const result = await work(signal, (all) => {
        told = all;
      });
      state = 'done';
      return result;
    } catch (thrown) {
      throw signal.aborted ? new AppError('cancelled', 'Cancelled.') : failed(thrown, from);
    } finally {
      const after = tabs.active();
      const shot = signal.aborted ? undefined : await shotOf(after, signal);
      const urlAfter = after === undefined ? '' : placeOf(after.page).url;
      steps.end(id, { state, url: urlAfter, now: clock.now(), notes: state === 'done' ? told : takeNotes(), shot });
      d.onChange();
    }
  };
  /** One step after the other: two calls of a model do not drive at once. */
  const step: typeof run = (o, about, work) => {
    const next = last.then(
      () => run(o, about, work),
      () => run(o, about, work),
    );
    last = next.catch(() => {}); // its caller gets it
    return next;
  };
  type StepWork<T> = (signal: AbortSignal, tell: (notes: readonly string[]) => void) => Promise<T>;

  const stepWithOutcome = (
    o: StepOptions,
    about: { action: StepAction; text: string },
    work: (signal: AbortSignal) => Promise<number>,
  ): Promise<Outcome> =>
    step(o, about, async (signal, tell) => {
      const offset = await work(signal);
      const result = await outcome(o, offset, signal);
      tell(result.notes);
      return result;
    });

  const checkSecret = async (action: Action, signal: AbortSignal) => {
    if (action.type !== 'type' && action.type !== 'select') return;
    const found = await target(action.ref, signal);
    if (found.secret === undefined) return;
    const hosts = [placeOf(tabs.mustActive().page).origin, found.origin].map((one) => new URL(one).hostname);
    if (hosts.every((host) => isGranted(host, d.granted()))) return;
    throw new AppError(
      'forbidden',
      `${found.label} is for a password or a card, which only the person fills in. Call browser_wait with for "person" and say what they should enter.`,
      { details: { reason: 'secret_field' } },
    );
  };

  const target = async (ref: string, signal: AbortSignal): Promise<Target> => {
    const tab = tabs.mustActive();
    const { locator, label } = locate(tab, ref);
    await timed(mustBeThere(locator), actionMs, signal);
    const handle = await timed(locator.elementHandle({ timeout: actionMs }), actionMs, signal);
    const frame = await handle?.ownerFrame();
    const own = frame?.url() ?? '';
    const origin = /^https?:/.test(own) ? new URL(own).origin : placeOf(tab.page).origin;
    await handle?.dispose();
    return timed(describeTarget(locator, { ref, label, origin }), actionMs, signal).catch((error: unknown) => {
      throw toPageError(error);
    });
  };

  const goTo = async (page: Page, url: string, signal: AbortSignal) => {
    const from = refused.length;
    try {
      await timed(page.goto(url, { waitUntil: 'domcontentloaded', timeout: openMs }), openMs + 500, signal);
    } catch (thrown) {
      if (!isDownload(thrown)) throw thrown;
      await settle(signal);
    }
    const { hostname } = new URL(page.url() === 'about:blank' ? url : page.url());
    const mine = refused.slice(from).find(({ host }) => host === hostname.replace(/^\[|\]$/g, ''));
    if (mine !== undefined) throw refusedError(mine);
  };

  return {
    steps,
    tabs,
    downloads,
    control,
    place: () => {
      const tab = tabs.mustActive();
      return placeOf(tab.page, tab.title);
    },
    target,
    noteRefused(one: Refused) {
      refused = [...refused.slice(-100), one];
      const isTold = one.reason === 'no_such_host' || notes.some((text) => text.includes(`to ${one.host} (`));
      if (!isTold && notes.filter((text) => text.startsWith('Refused')).length < 4)
        note(`Refused: a connection of the page to ${one.host} (${one.reason}).`);
    },
    open: (o: StepOptions & { url: string; newTab: boolean }) =>
      stepWithOutcome(o, { action: 'open', text: o.url }, async (signal) => {
        const context = await d.context(signal);
        const tab = (o.newTab ? undefined : tabs.active()) ?? tabs.add(await timed(context.newPage(), openMs, signal));
        if (tab === undefined) throw new AppError('conflict', 'Too many tabs are open. Close one first.');
        await goTo(tab.page, o.url, signal);
        return settle(signal);
      }),
    read: (o: StepOptions & { offset: number }) =>
      stepWithOutcome(o, { action: 'read', text: '' }, async () => {
        tabs.mustActive();
        return o.offset;
      }),
    act: (o: StepOptions & { action: Action; label: string }) =>
      stepWithOutcome(o, { action: o.action.type, text: o.label }, async (signal) => {
        const tab = tabs.mustActive();
        if (!isAllowed(placeOf(tab.page).origin, o.allowed)) throw stale();
        await checkSecret(o.action, signal);
        await timed(perform(tab, o.action), actionMs * 2, signal);
        return settle(signal);
      }),
    wait: (o: StepOptions & WaitFor) =>
      stepWithOutcome(o, { action: 'wait', text: o.for === 'person' ? o.reason : o.text }, async (signal) => {
        const { page } = tabs.mustActive();
        if (o.for === 'person') {
          control.takeOver(o.reason);
          await control.untilModel({ timeoutMs: Math.min(o.timeoutMs, handOverMs), signal });
          return settle(signal);
        }
        const state = o.for === 'gone' ? 'hidden' : 'visible';
        const found = page.getByText(o.text).first().waitFor({ state, timeout: o.timeoutMs });
        await timed(found, o.timeoutMs + 500, signal);
        return 0;
      }),
    chooseTab: (o: StepOptions & { tabId: string; close: boolean }) =>
      stepWithOutcome(o, { action: 'tab', text: o.tabId }, async (signal) => {
        if (o.close) await timed(tabs.close(o.tabId), actionMs, signal);
        else await timed(tabs.choose(o.tabId).page.bringToFront(), actionMs, signal);
        return 0;
      }),
    picture: (o: StepOptions & { whole: boolean }) =>
      step(o, { action: 'look', text: '' }, async (signal) => {
        const tab = tabs.mustActive();
        const place = placeOf(tab.page, tab.title);
        if (!isAllowed(place.origin, o.allowed)) return { place, png: undefined };
        const png = await timed(
          tab.page.screenshot({ type: 'png', scale: 'css', timeout: actionMs, fullPage: o.whole }),
          actionMs + 500,
          signal,
        );
        return { place, png: png.byteLength > 8_000_000 ? undefined : png };
      }),
    async stop() {
      stop.abort();
      stop = new AbortController();
      control.handBack();
      await tabs.closeAll();
    },
  };
}
