// Which addresses are the app itself: its own scheme, and while developing the one address of the dev server.

export const appScheme = 'app';
export const appHost = 'limpet';
/** What the window loads. */
export const appUrl = `${appScheme}://${appHost}/`;

/** Undefined for text that is no address. */
export function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/**
 * By parsed parts, never by how the text begins: `app://limpet.evil.test` and `app://limpet@evil.test` are others. The dev
 * server counts with its exact origin, and only when one was given.
 */
export function isAllowedNavigation(text: string, devServer?: string): boolean {
  const url = parseUrl(text);
  if (url === undefined || url.username !== '' || url.password !== '') return false;
  if (url.protocol === `${appScheme}:`) return url.hostname === appHost && url.port === '';
  const dev = devServer === undefined ? undefined : parseUrl(devServer);
  return dev !== undefined && isLoopback(dev) && url.origin === dev.origin;
}

function isLoopback(url: URL): boolean {
  return url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}
