// The browser as its tools and its panel see it: tabs of one chat, a page as text with refs, and steps that are shown.
import type { BrowserInput, BrowserItem, BrowserStep, BrowserView } from '#main/contract/browser.ts';
import type { SessionId } from '#main/contract/ids.ts';

export type PlaceNow = { readonly url: string; readonly origin: string; readonly title: string };

/** What the page says about an element, before anything is done to it. */
export type Target = {
  readonly ref: string;
  /** `button "Send"` */
  readonly label: string;
  /** The origin of the page that holds it. */
  readonly origin: string;
  /** Where a click would lead, as far as the page says. */
  readonly leadsTo: readonly string[];
  /** Only the person types here, unless they allowed the site. */
  readonly secret?: 'password' | 'payment';
  /** Of a button that sends a form: where to, and what. Hidden values are covered. */
  readonly sends?: { readonly method: string; readonly url: string; readonly fields: string };
};

export type ElementAction =
  | { readonly type: 'click'; readonly ref: string }
  | { readonly type: 'type'; readonly ref: string; readonly text: string; readonly enter: boolean }
  | { readonly type: 'select'; readonly ref: string; readonly option: string }
  | { readonly type: 'upload'; readonly ref: string; readonly files: readonly UploadFile[] };
export type PageAction =
  | { readonly type: 'press'; readonly key: string }
  | { readonly type: 'scroll'; readonly direction: 'up' | 'down' }
  | { readonly type: 'back' };
export type Action = ElementAction | PageAction;
export type UploadFile = { readonly name: string; readonly bytes: Uint8Array };

/** What a tool gets of a page. `text` is absent where the page is at a site that the call did not name. */
export type Outcome = {
  readonly place: PlaceNow;
  readonly text?: string;
  readonly totalChars: number;
  /** Where the next part begins; absent: this was the last. */
  readonly nextOffset?: number;
  readonly notes: readonly string[];
};

export type StepOptions = {
  readonly sessionId: SessionId;
  /** Origins that the call's plan named; `*` names all. */
  readonly allowed: readonly string[];
  readonly signal: AbortSignal;
};

/**
 * Errors of all: `unavailable` (`no_browser`, `browser_start`, `page_hangs`), `not_found` (`no_page`), `conflict` (`stale_ref`,
 * `person_drives` after the wait), `forbidden` (`secret_field`), `cancelled`.
 */
export interface Browser {
  /** Without starting it: where the tab in front is. `no_page` where none is open. */
  place(sessionId: SessionId): PlaceNow;
  tabs(sessionId: SessionId): BrowserView['tabs'];
  /** Reads the element's facts. `stale_ref` for a ref that is not of the page as it was last read. */
  target(sessionId: SessionId, ref: string, signal: AbortSignal): Promise<Target>;
  open(o: StepOptions & { url: string; newTab: boolean }): Promise<Outcome>;
  read(o: StepOptions & { offset: number }): Promise<Outcome>;
  act(o: StepOptions & { action: Action; label: string }): Promise<Outcome>;
  /** `person`: gives the browser to the person and waits until they give it back. */
  wait(o: StepOptions & WaitFor): Promise<Outcome>;
  chooseTab(o: StepOptions & { tabId: string; close: boolean }): Promise<Outcome>;
  /** PNG of what is in sight, or of the whole page. */
  picture(o: StepOptions & { whole: boolean }): Promise<{ place: PlaceNow; png: Uint8Array | undefined }>;
  /** The bytes of a kept download. `forbidden` with reason `risky_download` for what could run. */
  download(sessionId: SessionId, id: string): Promise<{ name: string; bytes: Uint8Array }>;

  /** A browser is there to be started; looked for again after a while. */
  isInstalled(): Promise<boolean>;
  view(sessionId: SessionId): Promise<BrowserView>;
  watch(sessionId: SessionId, signal: AbortSignal): AsyncIterable<BrowserItem>;
  takeOver(sessionId: SessionId): void;
  handBack(sessionId: SessionId): void;
  stop(sessionId: SessionId): Promise<void>;
  /** By the person. */
  chooseFront(sessionId: SessionId, tabId: string): void;
  input(sessionId: SessionId, event: BrowserInput): Promise<void>;
  shot(sessionId: SessionId, stepId: string, when: 'before' | 'after'): Uint8Array | undefined;
  /** Ends the browser. */
  close(): Promise<void>;
}

export type WaitFor =
  | { readonly for: 'text' | 'gone'; readonly text: string; readonly timeoutMs: number }
  | { readonly for: 'person'; readonly reason: string; readonly timeoutMs: number };

export type StepAction = BrowserStep['action'];
