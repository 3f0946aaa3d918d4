// A stand-in for Electron in plain Node: records what the app asks for and carries IPC between main, page and preload.
// Both bundles run in this one process; what crosses between them is copied as Electron would copy it.
import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';

// Electron says where the packed app's own files lie.
process.resourcesPath ??= process.env.FAKE_ELECTRON_RESOURCES;

/** Everything that was asked, in order: `[what, …details]`. */
export const calls = [];
const record = (...call) => calls.push(call);

class Event {
  defaultPrevented = false;
  preventDefault() {
    this.defaultPrevented = true;
  }
}

class App extends EventEmitter {
  isPackaged = process.env.FAKE_ELECTRON_PACKAGED === '1';
  #isReady = false;
  commandLine = { appendSwitch: (name, value) => record('appendSwitch', name, value) };
  #hasLock = process.env.FAKE_ELECTRON_SECOND !== '1';
  constructor() {
    super();
    // After the entry has run to its end, as Electron does it: whoever waits for it in the entry waits for ever.
    setImmediate(() => {
      this.#isReady = true;
      this.emit('ready');
    });
  }
  whenReady() {
    record('whenReady');
    return this.#isReady ? Promise.resolve() : new Promise((resolve) => this.once('ready', resolve));
  }
  isReady() {
    return this.#isReady;
  }
  enableSandbox() {
    record('enableSandbox', this.#isReady);
  }
  requestSingleInstanceLock(data) {
    record('requestSingleInstanceLock', data);
    return this.#hasLock;
  }
  setPath(name, path) {
    record('setPath', name, path);
  }
  getAppPath() {
    return process.cwd();
  }
  setAsDefaultProtocolClient(scheme) {
    record('setAsDefaultProtocolClient', scheme);
    return true;
  }
  setAppUserModelId(id) {
    record('setAppUserModelId', id);
  }
  setBadgeCount(count) {
    record('setBadgeCount', count);
    return true;
  }
  getLoginItemSettings() {
    return { openAtLogin: false };
  }
  setLoginItemSettings(settings) {
    record('setLoginItemSettings', settings);
  }
  getVersion() {
    return '0.1.0';
  }
  getPreferredSystemLanguages() {
    return ['en-GB'];
  }
  quit() {
    record('quit');
    const event = new Event();
    this.emit('before-quit', event);
    this.emit('will-quit', event);
    if (!event.defaultPrevented) this.exit(0);
  }
  relaunch(options) {
    record('relaunch', options);
  }
  exit(code = 0) {
    record('exit', code);
    this.emit('fake-exit', code);
    if (process.env.FAKE_ELECTRON_EXITS !== '0') process.exit(code);
  }
}
export const app = new App();

class WebFrameMain {
  parent = null;
  url = 'about:blank';
}

class WebContents extends EventEmitter {
  ipc = new EventEmitter();
  mainFrame = new WebFrameMain();
  windowOpenHandler = undefined;
  #isDestroyed = false;
  send(channel, ...args) {
    const copies = args.map((arg) => structuredClone(arg));
    setImmediate(() => ipcRenderer.emit(channel, { sender: ipcRenderer }, ...copies));
  }
  setWindowOpenHandler(handler) {
    this.windowOpenHandler = handler;
  }
  reload() {
    record('reload');
  }
  isDestroyed() {
    return this.#isDestroyed;
  }
  destroy() {
    this.#isDestroyed = true;
    this.emit('destroyed');
  }
}

const workArea = { x: 0, y: 30, width: 1440, height: 870 };
const display = { id: 7, bounds: { x: 0, y: 0, width: 1440, height: 900 }, workArea, size: workArea, scaleFactor: 2 };

class Screen extends EventEmitter {
  displays = [display];
  getPrimaryDisplay = () => this.displays[0];
  getAllDisplays = () => this.displays;
  getCursorScreenPoint = () => ({ x: 10, y: 10 });
  getDisplayNearestPoint = () => this.displays[0];
  getDisplayMatching = () => this.displays[0];
}
export const screen = new Screen();

export class BrowserWindow extends EventEmitter {
  static all = [];
  webContents = new WebContents();
  #isVisible = false;
  #isFocused = false;
  #isMaximized = false;
  #bounds;
  constructor(options) {
    super();
    this.options = options;
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width, height: options.height };
    record('BrowserWindow', options.webPreferences, options.show, { frame: options.frame !== false });
    BrowserWindow.all.push(this);
    app.emit('web-contents-created', new Event(), this.webContents);
  }
  async loadURL(url) {
    record('loadURL', url);
    this.webContents.mainFrame.url = url;
    setImmediate(() => this.emit('ready-to-show'));
  }
  show() {
    record('show', this.webContents.mainFrame.url);
    this.#isVisible = true;
  }
  hide() {
    record('hide', this.webContents.mainFrame.url);
    this.#isVisible = false;
    this.#isFocused = false;
  }
  focus() {
    record('focus', this.webContents.mainFrame.url);
    this.#isFocused = true;
    this.emit('focus');
  }
  /** The person has turned to another program. */
  blur() {
    this.#isFocused = false;
  }
  isVisible = () => this.#isVisible;
  isFocused = () => this.#isFocused;
  isMinimized = () => false;
  isFullScreen = () => false;
  isMaximized = () => this.#isMaximized;
  maximize() {
    record('maximize');
    this.#isMaximized = true;
  }
  unmaximize() {
    this.#isMaximized = false;
  }
  restore() {
    record('restore');
  }
  getNormalBounds = () => this.#bounds;
  getBounds = () => this.#bounds;
  setBounds(bounds) {
    record('setBounds', this.webContents.mainFrame.url, bounds);
    this.#bounds = { ...this.#bounds, ...bounds };
    this.emit('resize');
  }
  setAlwaysOnTop(isOnTop, level) {
    record('setAlwaysOnTop', isOnTop, level);
  }
  setVisibleOnAllWorkspaces(isOnAll, options) {
    record('setVisibleOnAllWorkspaces', isOnAll, options);
  }
  setOverlayIcon(image, text) {
    record('setOverlayIcon', image?.path ?? null, text);
  }
  isDestroyed() {
    return this.webContents.isDestroyed();
  }
  close() {
    const event = new Event();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy() {
    this.webContents.destroy();
    BrowserWindow.all = BrowserWindow.all.filter((one) => one !== this);
    this.emit('closed');
    if (BrowserWindow.all.length === 0) app.emit('window-all-closed');
  }
}

export class Tray extends EventEmitter {
  static all = [];
  constructor(image) {
    super();
    if (process.env.FAKE_ELECTRON_TRAY === '0') throw new Error('no tray here');
    record('Tray', image.path);
    Tray.all.push(this);
  }
  setImage(image) {
    record('tray image', image.path);
    this.image = image.path;
  }
  setToolTip(text) {
    record('tray tip', text);
    this.tip = text;
  }
  setContextMenu(menu) {
    record('tray menu');
    this.menu = menu;
  }
  isDestroyed = () => this.isGone === true;
  destroy() {
    record('tray gone');
    this.isGone = true;
  }
}
export const nativeImage = { createFromPath: (path) => ({ path, isEmpty: () => false }) };

export class Notification extends EventEmitter {
  static all = [];
  static isSupported = () => process.env.FAKE_ELECTRON_NOTIFICATIONS !== '0';
  constructor(options) {
    super();
    this.options = options;
  }
  show() {
    record(
      'notification',
      this.options.title,
      this.options.body,
      (this.options.actions ?? []).map(({ text }) => text),
    );
    Notification.all.push(this);
  }
  close() {
    record('notification closed', this.options.title);
    this.isClosed = true;
  }
  /** A button is pressed, by its words. */
  press(text) {
    const actionIndex = this.options.actions.findIndex((action) => action.text === text);
    this.emit('action', { actionIndex, selectionIndex: -1 }, actionIndex, -1);
  }
}

/** `FAKE_ELECTRON_TAKEN`: keys that another program has. */
export const globalShortcut = {
  held: new Map(),
  register(keys, act) {
    record('register', keys);
    if (process.env.FAKE_ELECTRON_TAKEN === keys) return false;
    globalShortcut.held.set(keys, act);
    return true;
  },
  unregister(keys) {
    record('unregister', keys);
    globalShortcut.held.delete(keys);
  },
};
export const powerMonitor = new EventEmitter();
export const clipboard = { readText: async () => process.env.FAKE_ELECTRON_CLIPBOARD ?? '' };
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p9v2zQAAAABJRU5ErkJggg==',
  'base64',
);
export const desktopCapturer = {
  async getSources({ thumbnailSize }) {
    record('getSources', thumbnailSize);
    return [{ display_id: '7', thumbnail: { isEmpty: () => false, toPNG: () => picture } }];
  },
};
/** A child of Node in its place: it has no `parentPort`, so it speaks to whoever forked it. */
export const utilityProcess = {
  fork(path, args, { env, serviceName }) {
    record('fork', serviceName, Object.keys(env));
    const child = fork(path, args, { env, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    return Object.assign(child, { postMessage: (message) => child.send(message) });
  },
};
export const systemPreferences = { getMediaAccessStatus: () => process.env.FAKE_ELECTRON_SCREEN ?? 'granted' };

/** The page's side. What it sends arrives at the main window, as if from its main frame. */
class IpcRenderer extends EventEmitter {
  /** Tests set it to send as somebody else. */
  senderFrame = undefined;
  send(channel, ...args) {
    const copies = args.map((arg) => structuredClone(arg));
    const contents = BrowserWindow.all.find(({ options }) => options.frame !== false)?.webContents;
    if (contents === undefined) return;
    const senderFrame = this.senderFrame === undefined ? contents.mainFrame : this.senderFrame;
    setImmediate(() => contents.ipc.emit(channel, { sender: contents, senderFrame }, ...copies));
  }
}
export const ipcRenderer = new IpcRenderer();

/** What the preload gave to the page, by name. */
export const exposed = {};
export const contextBridge = {
  exposeInMainWorld(name, api) {
    record('expose', name, Object.keys(api).sort());
    exposed[name] = api;
  },
};

class Session {
  handlers = {};
  webRequest = {
    onBeforeRequest: (listener) => {
      this.handlers.beforeRequest = listener;
    },
  };
  setPermissionRequestHandler(handler) {
    record('setPermissionRequestHandler');
    this.handlers.request = handler;
  }
  setPermissionCheckHandler(handler) {
    record('setPermissionCheckHandler');
    this.handlers.check = handler;
  }
  setDevicePermissionHandler(handler) {
    this.handlers.device = handler;
  }
}
export const session = { defaultSession: new Session() };

export const protocol = {
  handlers: {},
  registerSchemesAsPrivileged(schemes) {
    record('registerSchemesAsPrivileged', schemes, app.isReady());
  },
  handle(scheme, handler) {
    record('handle', scheme);
    protocol.handlers[scheme] = handler;
  },
};
export const dialog = {
  showErrorBox: (title, text) => record('showErrorBox', title, text),
  showMessageBox: async ({ buttons }) => {
    record('showMessageBox', buttons);
    return { response: Number(process.env.FAKE_ELECTRON_ANSWER ?? 0) };
  },
  showOpenDialog: async () => {
    record('showOpenDialog');
    return { canceled: false, filePaths: ['/picked'] };
  },
};
export const net = {
  fetch: (url, init) => {
    record('fetch', url);
    return fetch(url, init);
  },
};
export const Menu = {
  buildFromTemplate: (template) => template,
  setApplicationMenu: (menu) => record('setApplicationMenu', menu),
};
/** Encrypts with nothing but a turn of the letters: enough to see that what is kept is not the text itself. */
export const safeStorage = {
  isEncryptionAvailable: () => app.isReady(),
  getSelectedStorageBackend: () =>
    app.isReady() ? (process.env.FAKE_ELECTRON_BACKEND ?? 'gnome_libsecret') : 'unknown',
  encryptString: (text) => {
    record('encryptString');
    return Buffer.from(`v11${Buffer.from(text).reverse().toString('hex')}`);
  },
  decryptString: (bytes) => Buffer.from(bytes.toString().slice(3), 'hex').reverse().toString(),
};
export const nativeTheme = { shouldUseDarkColors: false };
export const shell = {
  openExternal: async (url) => record('openExternal', url),
  showItemInFolder: (path) => record('showItemInFolder', path),
};

// `FAKE_ELECTRON_STDIN=1`: each line is the words of a second start, as JSON.
if (process.env.FAKE_ELECTRON_STDIN === '1') {
  let rest = '';
  process.stdin.setEncoding('utf8').on('data', (text) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const data = { argv: ['limpet', process.cwd(), ...JSON.parse(line)], folder: process.cwd() };
      app.emit('second-instance', {}, [], '', data);
    }
  });
}
