// Whether a desktop window can open here, and if not, why, in one sentence.

/** @returns {string | undefined} undefined: it can. */
export function whyNoDesktop({ platform, uid, environment }) {
  if (platform === 'linux' && !environment.DISPLAY && !environment.WAYLAND_DISPLAY) return 'there is no display here';
  // Chromium's sandbox does not work for root, and without its sandbox the window would be less safe than a browser.
  if (platform === 'linux' && uid === 0) return 'it does not run as root';
  return undefined;
}

/** A display is there, so a browser can be opened; not for root, whose browser has the same problem. */
export function canOpenBrowser({ platform, uid, environment }) {
  if (platform !== 'linux') return !environment.SSH_CONNECTION;
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY) && uid !== 0;
}

/** The program that opens an address in the person's browser. */
export function openCommand(platform, url) {
  if (platform === 'darwin') return { file: 'open', args: [url] };
  // `start` is a word of cmd.exe, which would read & in an address; this one takes it as it is.
  if (platform === 'win32') return { file: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  return { file: 'xdg-open', args: [url] };
}

const marks = ['window', 'already-open', 'failed'];

/** What the desktop app says on its standard output, one word a line: `limpet:window`, `limpet:failed <why>`. */
export function readAnnouncement(line) {
  const match = /^limpet:([a-z-]+)(?: (.*))?$/.exec(line.trim());
  return match !== null && marks.includes(match[1]) ? { event: match[1], detail: match[2] ?? '' } : undefined;
}

/** The one-time link in what the gateway prints. */
export function findSignInLink(text) {
  return /https?:\/\/\S+#signin=[\w-]+/.exec(text)?.[0];
}

/** The last line that says something, for people: what Chromium prints before it gives up. */
export function lastWords(text) {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/^\[[^\]]*\]\s*/, '').trim())
    .filter((line) => line !== '');
  return lines.at(-1)?.slice(0, 200);
}

/** What a failing tool says is wrong, without its stack. */
export function firstError(text) {
  return /^\s*(?:\w*Error|\[[\w:-]*error\]): (.*)$/im.exec(text)?.[1]?.slice(0, 200);
}
