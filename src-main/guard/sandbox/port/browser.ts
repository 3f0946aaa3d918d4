// The one way to start a browser: the person's own program, in a profile of ours, behind our proxy.
export type BrowserProgram = {
  /** `Google Chrome`, `Microsoft Edge`, `Chromium`, `Brave`. */
  readonly name: string;
  readonly path: string;
};

export type BrowserLaunch = {
  /** Absolute; made when it is missing. Never a profile that the person uses. */
  readonly profile: string;
  /** Where what it downloads is put first, under a name of ours. */
  readonly downloads: string;
  /** `http://127.0.0.1:<port>`: everything that it asks for goes there. */
  readonly proxy: string;
  /** Shows its own window; otherwise it is seen beside the chat alone. */
  readonly window: boolean;
};

/** `C` is the context of the library that speaks to it; a door names no library. */
export type LaunchedBrowser<C> = {
  readonly context: C;
  readonly program: BrowserProgram;
  /** False as root alone, where the browser cannot hold its pages in a sandbox. */
  readonly sandboxed: boolean;
};

export interface BrowserLauncher<C> {
  /** Undefined: none is installed where browsers are. Looks anew each time. */
  find(): Promise<BrowserProgram | undefined>;
  /** Whether its pages will be held in the browser's own sandbox. */
  readonly sandboxed: boolean;
  /** `unavailable` with reason `no_browser` (none is installed), `browser_start` (it did not start), `no_display`. */
  launch(o: BrowserLaunch): Promise<LaunchedBrowser<C>>;
}
