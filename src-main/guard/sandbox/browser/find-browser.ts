// Finds the browser that the person has installed: where the systems put them, and on PATH.
import { join } from 'node:path';
import type { Environment } from '../child-environment.ts';
import { findProgram } from '../find-program.ts';
import type { BrowserProgram } from '../port/browser.ts';

type Place = readonly [name: string, ...paths: string[]];

const onPath: readonly Place[] = [
  ['Google Chrome', 'google-chrome', 'google-chrome-stable', 'chrome'],
  ['Microsoft Edge', 'microsoft-edge', 'microsoft-edge-stable'],
  ['Chromium', 'chromium', 'chromium-browser'],
  ['Brave', 'brave-browser', 'brave'],
];

function placesOf(platform: NodeJS.Platform, environment: Environment, home: string): readonly Place[] {
  if (platform === 'darwin') {
    const apps = (name: string) => ['/Applications', join(home, 'Applications')].map((at) => `${at}/${name}`);
    return [
      ['Google Chrome', ...apps('Google Chrome.app/Contents/MacOS/Google Chrome')],
      ['Microsoft Edge', ...apps('Microsoft Edge.app/Contents/MacOS/Microsoft Edge')],
      ['Chromium', ...apps('Chromium.app/Contents/MacOS/Chromium')],
      ['Brave', ...apps('Brave Browser.app/Contents/MacOS/Brave Browser')],
    ];
  }
  if (platform === 'win32') {
    const roots = [environment.PROGRAMFILES, environment['PROGRAMFILES(X86)'], environment.LOCALAPPDATA];
    const below = (path: string) => roots.flatMap((root) => (root === undefined ? [] : [`${root}\\${path}`]));
    return [
      ['Google Chrome', ...below('Google\\Chrome\\Application\\chrome.exe')],
      ['Microsoft Edge', ...below('Microsoft\\Edge\\Application\\msedge.exe')],
      ['Chromium', ...below('Chromium\\Application\\chrome.exe')],
      ['Brave', ...below('BraveSoftware\\Brave-Browser\\Application\\brave.exe')],
    ];
  }
  return [
    ['Google Chrome', '/opt/google/chrome/chrome', '/usr/bin/google-chrome'],
    ['Microsoft Edge', '/opt/microsoft/msedge/msedge'],
    ['Chromium', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/snap/bin/chromium'],
    ['Brave', '/opt/brave.com/brave/brave'],
  ];
}

export type FindBrowserDeps = {
  readonly platform: NodeJS.Platform;
  readonly environment: Environment;
  readonly home: string;
  /** Another one, which the person named; looked at first. */
  readonly named?: string | undefined;
};

export async function findBrowser(d: FindBrowserDeps): Promise<BrowserProgram | undefined> {
  const { named } = d;
  if (named !== undefined && named !== '') {
    const path = await findProgram(named, d.environment);
    return path === undefined ? undefined : { name: 'Chromium', path };
  }
  for (const [name, ...programs] of [...placesOf(d.platform, d.environment, d.home), ...onPath])
    for (const program of programs) {
      const path = await findProgram(program, d.environment);
      if (path !== undefined) return { name, path };
    }
  return undefined;
}
