// The page's only way to the core: one line of text, no Electron object, no event, no choice of channel.
import { contextBridge, ipcRenderer } from 'electron';

const channel = 'limpet';
const closedChannel = 'limpet.closed';
const maxEarlyTexts = 1_000;

// What arrives before the page listens is kept, so that a slow page misses nothing.
let early: string[] = [];
let listener: ((text: string) => void) | undefined;

ipcRenderer.on(channel, (_event, text: unknown) => {
  if (typeof text !== 'string') return;
  if (listener !== undefined) listener(text);
  else if (early.length < maxEarlyTexts) early.push(text);
});

contextBridge.exposeInMainWorld('limpet', {
  send: (text: unknown): void => {
    if (typeof text === 'string') ipcRenderer.send(channel, text);
  },
  onMessage: (callback: (text: string) => void): void => {
    listener = callback;
    const kept = early;
    early = [];
    for (const text of kept) callback(text);
  },
  onClose: (callback: () => void): void => {
    ipcRenderer.once(closedChannel, () => callback());
  },
});
