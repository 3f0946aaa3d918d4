// The browser beside a chat: what it shows, what was done in it, and who drives.
import { z } from 'zod';
import { SessionId, Timestamp } from './ids.ts';
import { command, query, stream } from './kernel.ts';

export const BrowserTab = z.object({ id: z.string(), title: z.string(), url: z.string(), active: z.boolean() });
export type BrowserTab = z.infer<typeof BrowserTab>;

export const BrowserStep = z.object({
  id: z.string(),
  at: Timestamp,
  ms: z.number().int().optional(),
  action: z.enum([
    'open',
    'read',
    'click',
    'type',
    'select',
    'press',
    'upload',
    'save',
    'scroll',
    'back',
    'tab',
    'wait',
    'look',
  ]),
  /** What it was done to, e.g. `button "Send"`; nothing that was typed into a hidden field. */
  text: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  urlBefore: z.string(),
  urlAfter: z.string().optional(),
  /** What happened beside it: a message of the page, a download, a connection that was refused. */
  notes: z.array(z.string()),
  hasBefore: z.boolean(),
  hasAfter: z.boolean(),
});
export type BrowserStep = z.infer<typeof BrowserStep>;

export const BrowserDownload = z.object({
  id: z.string(),
  name: z.string(),
  sizeBytes: z.number().int(),
  /** The site that it came from. */
  from: z.string(),
  /** Could run something when it is opened. */
  risky: z.boolean(),
});
export type BrowserDownload = z.infer<typeof BrowserDownload>;

export const BrowserView = z.object({
  /** The installed browser; absent: none was found. */
  program: z.string().optional(),
  /** False: its pages are held by nothing but the browser itself (only as root). */
  sandboxed: z.boolean(),
  isOpen: z.boolean(),
  control: z.enum(['model', 'person']),
  /** The model waits for the person to do something, and says what. */
  asked: z.string().optional(),
  tabs: z.array(BrowserTab),
  steps: z.array(BrowserStep),
  downloads: z.array(BrowserDownload),
});
export type BrowserView = z.infer<typeof BrowserView>;

export const BrowserItem = z.discriminatedUnion('type', [
  z.object({ type: z.literal('view'), view: BrowserView }),
  /** A picture of the tab in front, JPEG in base64; a few a second, and none while nobody watches. */
  z.object({
    type: z.literal('frame'),
    jpeg: z.string().max(2_000_000),
    width: z.number().int(),
    height: z.number().int(),
  }),
]);
export type BrowserItem = z.infer<typeof BrowserItem>;

const part = z.number().min(0).max(1);
/** What the person does in the picture; places are parts of its width and height. */
export const BrowserInput = z.discriminatedUnion('type', [
  z.object({ type: z.literal('click'), x: part, y: part, count: z.number().int().min(1).max(3).default(1) }),
  z.object({ type: z.literal('wheel'), x: part, y: part, dy: z.number().min(-5_000).max(5_000) }),
  z.object({ type: z.literal('text'), text: z.string().min(1).max(2_000) }),
  z.object({ type: z.literal('key'), key: z.string().regex(/^(Shift\+)?[A-Z][A-Za-z]{1,15}$/) }),
]);
export type BrowserInput = z.infer<typeof BrowserInput>;

const bySession = z.object({ sessionId: SessionId });

export const browser = {
  watch: stream(bySession, BrowserItem),
  /** The person drives; what the model does next waits. */
  takeOver: command(bySession, z.object({})),
  handBack: command(bySession, z.object({})),
  /** Ends what is under way and closes the tabs of this chat. */
  stop: command(bySession, z.object({})),
  /** `conflict` with reason `model_drives` before `takeOver`. */
  input: command(bySession.extend({ event: BrowserInput }), z.object({})),
  chooseTab: command(bySession.extend({ tabId: z.string().max(40) }), z.object({})),
  /** The picture before or after a step. */
  shot: query(
    bySession.extend({ stepId: z.string().max(40), when: z.enum(['before', 'after']) }),
    z.object({ jpeg: z.string().nullable() }),
  ),
};
