// Every rule of the Electron checklist is broken once and must be seen; our own sources break none.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeRules } from './electron-security/place-rules.ts';
import { projectRules } from './electron-security/project-rules.ts';
import { checkElectronSecurity, checkElectronSecurityOfProject } from './electron-security.ts';

const host = 'src-main/hosts/electron/planted.ts';
const preload = 'src-preload/planted.ts';
const page = 'src-renderer/planted.tsx';

type Planted = readonly [rule: string, path: string, ...texts: string[]];
const planted: readonly Planted[] = [
  [
    'E01-insecure-address',
    host,
    "window.loadURL('http://example.org')",
    "new WebSocket('ws://example.org')",
    "fetch('http://127.0.0.1.evil.test/')",
  ],
  ['E01-insecure-address', page, 'const a = <img src="http://example.org/a.png" />;'],
  ['E01-insecure-address', 'src-renderer/planted.html', '<script src="http://example.org/a.js"></script>'],
  [
    'E02-node-integration',
    host,
    'const o = { nodeIntegration: true };',
    'const o = { nodeIntegrationInWorker: flag };',
    'const o = { nodeIntegrationInSubFrames: true };',
  ],
  ['E03-context-isolation', host, 'const o = { contextIsolation: false };', 'const o = { contextIsolation: isOn };'],
  ['E04-sandbox', host, 'const o = { sandbox: false };'],
  ['E04-sandbox-switch', host, "app.commandLine.appendSwitch('no-sandbox');"],
  [
    'E05-permissions-for-all',
    host,
    'session.setPermissionCheckHandler(() => true);',
    'session.setPermissionRequestHandler((_w, _p, callback) => callback(true));',
    'session.setPermissionRequestHandler(null);',
    'session.setDevicePermissionHandler(() => { return true; });',
  ],
  ['E05-unguarded-session', host, "session.fromPartition('persist:other');"],
  ['E06-web-security', host, 'const o = { webSecurity: false };'],
  ['E06-web-security-switch', host, "app.commandLine.appendSwitch('disable-web-security');"],
  [
    'E07-policy',
    host,
    `const csp = "script-src 'self' 'unsafe-eval'";`,
    `const csp = "script-src 'self' 'unsafe-inline'";`,
    `const csp = "connect-src *";`,
    `const csp = "default-src https:";`,
  ],
  ['E07-inline-script', 'src-renderer/planted.html', '<script>alert(1)</script>', '<body onload="go()"></body>'],
  ['E08-insecure-content', host, 'const o = { allowRunningInsecureContent: true };'],
  ['E09-experimental-features', host, 'const o = { experimentalFeatures: true };'],
  ['E09-experimental-switch', host, "app.commandLine.appendSwitch('enable-blink-features', 'X');"],
  ['E10-blink-features', host, "const o = { enableBlinkFeatures: 'X' };"],
  ['E11-allowpopups', page, 'const a = <div allowpopups />;'],
  ['E11-allowpopups', 'src-renderer/planted.html', '<div allowpopups></div>'],
  ['E12-webview-tag', host, 'const o = { webviewTag: true };'],
  ['E12-webview', page, 'const a = <webview src="x" />;', "document.createElement('webview');"],
  ['E12-webview', 'src-renderer/planted.html', '<webview></webview>'],
  [
    'E13-navigation-by-prefix',
    host,
    "if (url.startsWith('app://limpet')) go();",
    "if (url.includes('https://')) go();",
  ],
  [
    'E14-opens-windows',
    host,
    "contents.setWindowOpenHandler(() => ({ action: 'allow' }));",
    "contents.on('new-window', go);",
  ],
  ['E15-open-external', host, 'shell.openExternal(url);', 'electron.shell.openPath(path);'],
  ['E15-open-external', 'src-main/hosts/electron/open-external.ts', 'shell.openPath(path);'],
  ['E16-electron-version', 'package.json', '{ "electron": "30.0.0" }', '{ "electron": "^45.0.0" }'],
  [
    'E17-ipc',
    host,
    "import { ipcMain } from 'electron';",
    "ipcMain.handle('read', go);",
    "contents.ipc.on('limpet', go);",
  ],
  ['E18-file-scheme', host, "window.loadFile('index.html');", "const a = 'file:///etc/passwd';"],
  ['E19-fuse', 'build/fuses.ts', 'const f = { [FuseV1Options.RunAsNode]: true };'],
  ['E19-fuse', 'build/fuses.ts', 'const f = { [FuseV1Options.SomethingNew]: true };'],
  [
    'E20-exposed',
    preload,
    "contextBridge.exposeInMainWorld('api', ipcRenderer);",
    "contextBridge.exposeInMainWorld('api', { ipcRenderer });",
    "contextBridge.exposeInMainWorld('api', { send: ipcRenderer.send });",
    "contextBridge.exposeInMainWorld('api', { ...ipcRenderer });",
  ],
  [
    'E20-event',
    preload,
    "ipcRenderer.on('limpet', (event, text) => callback(event, text));",
    "ipcRenderer.on('limpet', callback);",
    "ipcRenderer.on('limpet', ({ sender }) => callback(sender));",
  ],
  [
    'E20-free-channel',
    preload,
    'const invoke = (channel: string) => ipcRenderer.invoke(channel);',
    'ipcRenderer.send(name, 1);',
  ],
  ['E21-preload-imports', preload, "import { readFile } from 'node:fs';", "const fs = require('fs');"],
  ['E21-remote-preload', host, "const o = { preload: 'https://example.org/preload.js' };"],
  ['E22-remote-module', host, "import remote from '@electron/remote';", 'const o = { enableRemoteModule: true };'],
  ['E23-native-window-open', host, 'const o = { nativeWindowOpen: true };'],
  ['E24-developer-tools', host, 'const o = { devTools: true };', 'contents.openDevTools();'],
  [
    'E25-environment',
    host,
    "const e = { NODE_OPTIONS: '--require x' };",
    "const e = { ['ELECTRON_RUN_AS_NODE']: '1' };",
  ],
  ['E26-crash-reporter', host, "crashReporter.start({ submitURL: 'https://example.org' });"],
  ['E27-spellcheck', host, 'const o = { spellcheck: true };'],
  ['E27-spellcheck-download', host, "session.setSpellCheckerDictionaryDownloadURL('https://example.org/');"],
  ['E29-debug-switch', host, "app.commandLine.appendSwitch('remote-debugging-port', '9222');"],
  ['E30-certificates', host, 'session.setCertificateVerifyProc(go);', "app.on('certificate-error', go);"],
  ['E30-certificate-switch', host, "app.commandLine.appendSwitch('ignore-certificate-errors');"],
  [
    'E31-html-from-text',
    page,
    'const a = <div dangerouslySetInnerHTML={{ __html: text }} />;',
    'element.innerHTML = text;',
    "element.insertAdjacentHTML('beforeend', text);",
    'document.write(text);',
    'new Function(text);',
  ],
  ['E32-code-into-page', host, "contents.executeJavaScript('1');"],
  ['E33-scheme-past-policy', host, 'const p = { bypassCSP: true };'],
];

const own = join(import.meta.dirname, '../..');
const rulesSeenIn = (path: string, text: string) =>
  new Set(checkElectronSecurity([{ path, text }]).map((finding) => finding.rule));

describe('the Electron checklist', () => {
  it('is kept by our own sources [T14] [T16]', () => {
    expect(checkElectronSecurityOfProject(own)).toEqual([]);
  });
  for (const [rule, path, ...texts] of planted)
    for (const text of texts)
      it(`sees ${rule}: ${text.slice(0, 60)}`, () => {
        const finding = checkElectronSecurity([{ path, text }]).find((one) => one.rule === rule);
        expect(finding).toMatchObject({ file: path, line: 1 });
      });
  it('misses each guard that nobody wrote', () => {
    const missing = new Set(checkElectronSecurity([]).map((finding) => finding.rule));
    expect([...missing].sort()).toEqual(projectRules.map((rule) => rule.id).sort());
  });
  it('does not take a comment for a guard', () => {
    const text = "// app.enableSandbox() is called\n/* contents.on('will-navigate') */";
    expect(rulesSeenIn(host, text)).toContain('E04-enable-sandbox');
    expect(rulesSeenIn(host, text)).toContain('E13-will-navigate');
  });
  it('has a planted violation for every rule', () => {
    const shown = new Set(planted.map(([rule]) => rule));
    expect(placeRules.map((rule) => rule.id).filter((id) => !shown.has(id))).toEqual([]);
  });
  it('has nothing against what is right', () => {
    const text = [
      "window.loadURL('http://127.0.0.1:5173/');",
      'const o = { nodeIntegration: false, contextIsolation: true, sandbox: true, webSecurity: true, spellcheck: false };',
      `const csp = "default-src 'none'; script-src 'self'; img-src 'self' data: blob:";`,
      'session.setPermissionCheckHandler(() => false);',
      'openExternal(url);',
    ].join('\n');
    const findings = checkElectronSecurity([{ path: host, text }]).filter((finding) => finding.file === host);
    expect(findings).toEqual([]);
  });
  it('refuses to be blind', () => {
    expect(() => checkElectronSecurityOfProject(join(own, 'build'))).toThrow();
    expect(readFileSync(join(own, 'src-preload/index.ts'), 'utf8')).toContain('exposeInMainWorld');
  });
});
