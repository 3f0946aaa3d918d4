// Rules that are broken at one place of one file. A rule tells what is wrong there, or nothing.
import ts from 'typescript';
import {
  attributeOf,
  callOf,
  elementOf,
  everyNode,
  importOf,
  isFalse,
  isTrue,
  literalOf,
  type Place,
  propertyOf,
} from './syntax.ts';

export type PlaceRule = { readonly id: string; readonly find: (place: Place) => string | undefined };

const inPreload = (path: string) => path.startsWith('src-preload/');
const inElectron = (path: string) => path.startsWith('src-main/hosts/electron/') || inPreload(path);
const inPage = (path: string) => path.startsWith('src-renderer/') || inPreload(path);
const insecure = /^(http|ws):\/\/(?!(localhost|127\.0\.0\.1|\[::1\])([:/]|$))/;

/** A property that must have this value wherever it is written; left out, Electron's default is the safe one. */
const mustBe = (id: string, names: readonly string[], safe: boolean): PlaceRule => ({
  id,
  find: ({ node }) => {
    const property = propertyOf(node);
    if (property === undefined || !names.includes(property.name)) return undefined;
    if (safe ? isTrue(property.value) : isFalse(property.value)) return undefined;
    return `${property.name} must be ${safe}, written out`;
  },
});

const mustNotBeThere = (id: string, names: readonly string[]): PlaceRule => ({
  id,
  find: ({ node }) => {
    const name = propertyOf(node)?.name;
    return name !== undefined && names.includes(name) ? `${name} has no place here` : undefined;
  },
});

const mustNotCall = (id: string, names: readonly string[], why: string): PlaceRule => ({
  id,
  find: ({ node }) => {
    const name = callOf(node)?.name;
    return name !== undefined && names.includes(name) ? `${name}: ${why}` : undefined;
  },
});

const switches: Readonly<Record<string, readonly string[]>> = {
  'E04-sandbox-switch': ['no-sandbox', 'disable-setuid-sandbox', 'disable-gpu-sandbox'],
  'E06-web-security-switch': ['disable-web-security', 'allow-file-access-from-files', 'disable-site-isolation-trials'],
  'E09-experimental-switch': ['enable-experimental-web-platform-features', 'enable-blink-features'],
  'E29-debug-switch': ['remote-debugging-port', 'remote-debugging-address', 'inspect', 'inspect-brk', 'js-flags'],
  'E30-certificate-switch': ['ignore-certificate-errors', 'allow-insecure-localhost', 'ssl-version-min'],
};

const switchRules: readonly PlaceRule[] = Object.entries(switches).map(([id, names]) => ({
  id,
  find: ({ node }) => {
    const call = callOf(node);
    if (call?.name !== 'appendSwitch' && call?.name !== 'appendArgument') return undefined;
    const given = literalOf(call.args[0])?.replace(/^--/, '').split('=')[0];
    return given !== undefined && names.includes(given) ? `the switch ${given} takes protection away` : undefined;
  },
}));

function insecureAddress({ node }: Place): string | undefined {
  const call = callOf(node);
  const loads = ['loadURL', 'fetch', 'WebSocket', 'EventSource', 'sendBeacon', 'importScripts'];
  const inCall = call !== undefined && loads.includes(call.name) ? literalOf(call.args[0]) : undefined;
  const attribute = attributeOf(node);
  const inAttribute =
    attribute !== undefined && ['src', 'action', 'srcSet', 'data'].includes(attribute.name)
      ? attribute.value
      : undefined;
  const url = inCall ?? inAttribute;
  return url !== undefined && insecure.test(url) ? `${url} is not encrypted` : undefined;
}

/** Documents of previews have nobody's origin and no way out: their text may be HTML, their scripts inline. Nothing else may. */
const inFrame = (path: string) => path.startsWith('src-renderer/frames/');
const isFramePolicy = (node: ts.Node) => {
  const list = node.parent;
  if (!ts.isArrayLiteralExpression(list)) return false;
  const parts = list.elements.map((part) => literalOf(part));
  return parts[0] === 'sandbox allow-scripts' && parts.includes("default-src 'none'");
};

function badPolicy({ node }: Place): string | undefined {
  const text = literalOf(node);
  if (text === undefined || !/\b(default|script|style|connect|img|frame|object|worker)-src /.test(text))
    return undefined;
  if (/unsafe-eval|unsafe-hashes|strict-dynamic/.test(text)) return 'the policy lets text become code';
  if (text === "script-src 'unsafe-inline'" && isFramePolicy(node)) return undefined;
  if (/(^|;)\s*(script|default|worker|object)-src[^;]*('unsafe-inline'|data:|blob:|https?:)/.test(text))
    return 'the policy lets scripts in from elsewhere or inline';
  return /-src[^;]*(\s\*|https?:\/\/\*)/.test(text) ? 'the policy lets everything in' : undefined;
}

/** `callback(true)` or a handler that is just `true`: whoever asks gets it. */
function permissionsForAll({ node }: Place): string | undefined {
  const call = callOf(node);
  const handlers = ['setPermissionRequestHandler', 'setPermissionCheckHandler', 'setDevicePermissionHandler'];
  if (call === undefined || !handlers.includes(call.name)) return undefined;
  const [handler] = call.args;
  if (handler === undefined || handler.kind === ts.SyntaxKind.NullKeyword) return `${call.name} is taken off`;
  let isOpen = false;
  everyNode(handler, (inner) => {
    const [first] = callOf(inner)?.name === 'callback' ? (callOf(inner)?.args ?? []) : [];
    if (first !== undefined && isTrue(first)) isOpen = true;
    if (ts.isArrowFunction(inner) && isTrue(inner.body)) isOpen = true;
    if (ts.isReturnStatement(inner) && inner.expression !== undefined && isTrue(inner.expression)) isOpen = true;
  });
  return isOpen ? `${call.name} grants without asking what and to whom` : undefined;
}

function unguardedSession({ node, source }: Place): string | undefined {
  const call = callOf(node);
  if (call === undefined || !['fromPartition', 'fromPath'].includes(call.name)) return undefined;
  const text = source.getFullText();
  const isGuarded = text.includes('setPermissionRequestHandler') && text.includes('setPermissionCheckHandler');
  return isGuarded || text.includes('guardSession(') ? undefined : 'a session without permission handlers';
}

function navigationByPrefix({ node, path }: Place): string | undefined {
  const call = callOf(node);
  if (!inElectron(path) || call === undefined || !['startsWith', 'includes', 'indexOf', 'match'].includes(call.name))
    return undefined;
  const text = literalOf(call.args[0]);
  return text !== undefined && /^[a-z]+:\/?\/?/.test(text) && text.includes(':')
    ? 'an address is compared by its parsed parts, not by its text'
    : undefined;
}

function opensWindows({ node }: Place): string | undefined {
  const property = propertyOf(node);
  if (property?.name === 'action' && literalOf(property.value) === 'allow') return 'a page must not open windows';
  const call = callOf(node);
  return call?.name === 'on' && literalOf(call.args[0]) === 'new-window' ? 'new-window is no longer asked' : undefined;
}

function openExternalElsewhere({ node, path }: Place): string | undefined {
  if (!ts.isPropertyAccessExpression(node) || !/(^|\.)shell$/.test(node.expression.getText())) return undefined;
  if (node.name.text === 'openPath') return 'opening a file may run it';
  const isHome = path === 'src-main/hosts/electron/open-external.ts';
  return node.name.text === 'openExternal' && !isHome ? 'only open-external.ts opens addresses outside' : undefined;
}

function ipcElsewhere({ node, path }: Place): string | undefined {
  if (ts.isImportSpecifier(node) && node.name.text === 'ipcMain')
    return 'ipcMain is heard by every page: use ipc-slice.ts';
  const call = callOf(node);
  if (call?.on === undefined || path === 'src-main/hosts/electron/ipc-slice.ts') return undefined;
  const listens = ['on', 'once', 'handle', 'handleOnce', 'addListener'].includes(call.name);
  return listens && /(^ipcMain|\.ipc|^ipc)$/.test(call.on) ? 'only ipc-slice.ts listens to a page' : undefined;
}

function fileScheme({ node, path }: Place): string | undefined {
  const call = callOf(node);
  if (call !== undefined && /^(loadFile|registerFileProtocol|interceptFileProtocol)$/.test(call.name))
    return 'pages come over app://, never from file:';
  const text = literalOf(node);
  return inElectron(path) && text !== undefined && /^file:/.test(text)
    ? 'pages come over app://, never from file:'
    : undefined;
}

function exposesElectron({ node, path }: Place): string | undefined {
  const call = callOf(node);
  if (!inPreload(path) || call?.name !== 'exposeInMainWorld') return undefined;
  const value = call.args[1];
  if (value === undefined || !ts.isObjectLiteralExpression(value))
    return 'expose an object of named functions, written out';
  for (const property of value.properties) {
    if (ts.isSpreadAssignment(property)) return 'a spread exposes what nobody chose';
    const inner = propertyOf(property)?.value;
    const isFunction = inner !== undefined && (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner));
    if (!isFunction && !ts.isMethodDeclaration(property)) return 'only functions of our own cross into the page';
  }
  return undefined;
}

/** `ipcRenderer.on(channel, (event, …) => …)`: the event carries the sender, which is the way back into Electron. */
function passesEvent({ node, path }: Place): string | undefined {
  const call = callOf(node);
  if (!inPreload(path) || call?.on !== 'ipcRenderer' || !['on', 'once', 'addListener'].includes(call.name))
    return undefined;
  const listener = call.args[1];
  if (listener === undefined || !(ts.isArrowFunction(listener) || ts.isFunctionExpression(listener)))
    return 'a listener handed through gets the event object';
  const event = listener.parameters[0]?.name;
  if (event === undefined) return undefined;
  if (!ts.isIdentifier(event)) return 'the event object is taken apart';
  let isUsed = false;
  everyNode(listener.body, (inner) => {
    if (ts.isIdentifier(inner) && inner.text === event.text) isUsed = true;
  });
  return isUsed ? 'the event object is used' : undefined;
}

function freeChannel({ node, path, source }: Place): string | undefined {
  const call = callOf(node);
  const sends = ['send', 'invoke', 'sendSync', 'sendToHost', 'postMessage', 'on', 'once'];
  if (!inPreload(path) || call?.on !== 'ipcRenderer' || !sends.includes(call.name)) return undefined;
  const [channel] = call.args;
  if (channel === undefined || literalOf(channel) !== undefined) return undefined;
  const isConstant = source.statements.some(
    (statement) =>
      ts.isVariableStatement(statement) &&
      statement.declarationList.declarations.some(
        (one) => one.name.getText() === channel.getText() && literalOf(one.initializer) !== undefined,
      ),
  );
  return isConstant ? undefined : 'the page must not choose the channel';
}

function preloadImports({ node, path }: Place): string | undefined {
  const from = importOf(node);
  if (!inPreload(path) || from === undefined) return undefined;
  const isFine = from === 'electron' || from.startsWith('#main/contract/') || from.startsWith('./');
  return isFine ? undefined : `a preload does not import ${from}`;
}

function htmlFromText({ node, path }: Place): string | undefined {
  if (!inPage(path) || inFrame(path)) return undefined;
  if (attributeOf(node)?.name === 'dangerouslySetInnerHTML' || propertyOf(node)?.name === 'dangerouslySetInnerHTML')
    return 'text becomes HTML';
  const call = callOf(node);
  if (
    call !== undefined &&
    /^(insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|eval|Function)$/.test(call.name)
  )
    return `${call.name} turns text into HTML or code`;
  if (call?.on === 'document' && /^(write|writeln)$/.test(call.name)) return 'document.write turns text into HTML';
  const isAssignment =
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(node.left) &&
    /^(innerHTML|outerHTML|srcdoc)$/.test(node.left.name.text);
  return isAssignment ? 'text becomes HTML' : undefined;
}

function environmentTricks({ node, path }: Place): string | undefined {
  const text = propertyOf(node)?.name ?? (ts.isPropertyAccessExpression(node) ? node.name.text : literalOf(node));
  const names = ['NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE', 'NODE_EXTRA_CA_CERTS', 'ELECTRON_NO_ASAR'];
  return inElectron(path) && text !== undefined && names.includes(text) ? `${text} changes what runs` : undefined;
}

function certificates({ node }: Place): string | undefined {
  const call = callOf(node);
  if (call?.name === 'setCertificateVerifyProc') return 'certificates are checked by Chromium';
  const isHandler =
    call?.name === 'on' && /^(certificate-error|select-client-certificate)$/.test(literalOf(call.args[0]) ?? '');
  return isHandler ? 'certificates are checked by Chromium' : undefined;
}

const fuses: Readonly<Record<string, boolean>> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

function wrongFuse({ node }: Place): string | undefined {
  if (!ts.isPropertyAssignment(node)) return undefined;
  const name = ts.isComputedPropertyName(node.name)
    ? /^FuseV1Options\.(\w+)$/.exec(node.name.expression.getText())?.[1]
    : undefined;
  if (name === undefined) return undefined;
  const wanted = Object.hasOwn(fuses, name) ? fuses[name] : undefined;
  if (wanted === undefined) return `nobody has decided about the fuse ${name}`;
  const isRight = wanted ? isTrue(node.initializer) : isFalse(node.initializer);
  return isRight ? undefined : `the fuse ${name} must be ${wanted}`;
}

function openTools({ node }: Place): string | undefined {
  const property = propertyOf(node);
  if (property?.name === 'devTools' && isTrue(property.value)) return 'developer tools are for development only';
  return callOf(node)?.name === 'openDevTools' ? 'developer tools are opened by nobody but the developer' : undefined;
}

function webview({ node }: Place): string | undefined {
  if (elementOf(node) === 'webview') return 'a webview embeds what we do not control';
  const call = callOf(node);
  return call?.name === 'createElement' && literalOf(call.args[0]) === 'webview'
    ? 'a webview embeds what we do not control'
    : undefined;
}

function remotePreload({ node }: Place): string | undefined {
  const property = propertyOf(node);
  const text = property?.name === 'preload' ? literalOf(property.value) : undefined;
  return text !== undefined && /^[a-z]+:\/\//i.test(text) ? 'a preload is a file of ours' : undefined;
}

function remoteModule({ node }: Place): string | undefined {
  const from = importOf(node);
  if (from !== undefined && /^(@electron\/remote|electron\/remote)/.test(from))
    return 'remote opens Electron to the page';
  const name = propertyOf(node)?.name;
  return name === 'enableRemoteModule' ? 'remote opens Electron to the page' : undefined;
}

export const placeRules: readonly PlaceRule[] = [
  { id: 'E01-insecure-address', find: insecureAddress },
  mustBe('E02-node-integration', ['nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames'], false),
  mustBe('E03-context-isolation', ['contextIsolation'], true),
  {
    id: 'E04-sandbox',
    find: (place) => (inElectron(place.path) ? mustBe('', ['sandbox'], true).find(place) : undefined),
  },
  ...switchRules,
  { id: 'E05-permissions-for-all', find: permissionsForAll },
  { id: 'E05-unguarded-session', find: unguardedSession },
  mustBe('E06-web-security', ['webSecurity'], true),
  { id: 'E07-policy', find: badPolicy },
  mustNotBeThere('E08-insecure-content', ['allowRunningInsecureContent', 'allowDisplayingInsecureContent']),
  mustNotBeThere('E09-experimental-features', ['experimentalFeatures']),
  mustNotBeThere('E10-blink-features', ['enableBlinkFeatures', 'disableBlinkFeatures']),
  {
    id: 'E11-allowpopups',
    find: ({ node }) => (attributeOf(node)?.name.toLowerCase() === 'allowpopups' ? 'no page opens windows' : undefined),
  },
  mustBe('E12-webview-tag', ['webviewTag'], false),
  { id: 'E12-webview', find: webview },
  { id: 'E13-navigation-by-prefix', find: navigationByPrefix },
  { id: 'E14-opens-windows', find: opensWindows },
  { id: 'E15-open-external', find: openExternalElsewhere },
  { id: 'E17-ipc', find: ipcElsewhere },
  { id: 'E18-file-scheme', find: fileScheme },
  { id: 'E19-fuse', find: wrongFuse },
  { id: 'E20-exposed', find: exposesElectron },
  { id: 'E20-event', find: passesEvent },
  { id: 'E20-free-channel', find: freeChannel },
  { id: 'E21-preload-imports', find: preloadImports },
  { id: 'E21-remote-preload', find: remotePreload },
  { id: 'E22-remote-module', find: remoteModule },
  mustNotBeThere('E23-native-window-open', ['nativeWindowOpen']),
  { id: 'E24-developer-tools', find: openTools },
  { id: 'E25-environment', find: environmentTricks },
  {
    id: 'E26-crash-reporter',
    find: ({ node }) =>
      callOf(node)?.on?.endsWith('crashReporter') ? 'crash dumps hold what is in memory' : undefined,
  },
  mustBe('E27-spellcheck', ['spellcheck'], false),
  mustNotCall(
    'E27-spellcheck-download',
    ['setSpellCheckerDictionaryDownloadURL', 'setSpellCheckerLanguages'],
    'dictionaries would be fetched from elsewhere',
  ),
  { id: 'E30-certificates', find: certificates },
  { id: 'E31-html-from-text', find: htmlFromText },
  mustNotCall(
    'E32-code-into-page',
    ['executeJavaScript', 'executeJavaScriptInIsolatedWorld'],
    'code is not sent into a page',
  ),
  mustBe('E33-scheme-past-policy', ['bypassCSP', 'allowServiceWorkers'], false),
];
