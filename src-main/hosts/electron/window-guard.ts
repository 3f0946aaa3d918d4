// What no page may do: go elsewhere, open windows, embed others, get at devices. Set for every page before it loads.
import type { App, Session, WebContents } from 'electron';
import type { Log } from '#main/platform/base/log.ts';
import { isAllowedNavigation } from './app-origin.ts';
import type { OpenExternal } from './open-external.ts';

export type GuardDeps = {
  readonly devServer: string | undefined;
  readonly openExternal: OpenExternal;
  readonly log: Log;
};
type Navigation = { readonly url: string; preventDefault(): void };

/** A link of the page opens in the browser, when it is one that may; everything else goes nowhere. */
function openOutside({ openExternal, log }: GuardDeps, url: string): void {
  openExternal(url).catch((error: unknown) => log.warn('address not opened', { error }));
}

export function guardContents(contents: WebContents, deps: GuardDeps): void {
  const stay = (event: Navigation) => {
    if (isAllowedNavigation(event.url, deps.devServer)) return;
    event.preventDefault();
    deps.log.warn('navigation refused');
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(deps, url);
    return { action: 'deny' };
  });
}

/** Every page that will ever be made, whoever makes it. */
export function guardAllContents(app: Pick<App, 'on'>, deps: GuardDeps): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, deps));
}

// Copying code from an answer; Chromium allows it only right after a click or a key.
const allowedPermission = 'clipboard-sanitized-write';

/** No camera, microphone, place, notification, device: requests and checks are refused, but for copying in our own page. */
export function guardSession(session: Session, { devServer }: Pick<GuardDeps, 'devServer'>): void {
  session.setPermissionRequestHandler((_contents, permission, ...[callback, details]) =>
    callback(permission === allowedPermission && isAllowedNavigation(details.requestingUrl, devServer)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === allowedPermission && isAllowedNavigation(origin, devServer),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !isLoadable(details.url, devServer) }));
}

const innerSchemes: ReadonlySet<string> = new Set(['data:', 'blob:', 'devtools:']);

/** The page talks to nobody: its own files, bytes it made itself, and its dev server while developing. */
export function isLoadable(text: string, devServer: string | undefined): boolean {
  if (isAllowedNavigation(text, devServer)) return true;
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (innerSchemes.has(url.protocol)) return true;
  if (devServer === undefined || url.protocol !== 'ws:') return false;
  return url.host === new URL(devServer).host;
}
