// Acts of the desktop shell. The gateway answers `unsupported`; ask `capabilities` first.
import { z } from 'zod';
import { Attachment } from './chat.ts';
import { SessionId } from './ids.ts';
import { command, query, stream } from './kernel.ts';

/** The two windows of the shell. */
export const DesktopWindow = z.enum(['main', 'quick']);
export type DesktopWindow = z.infer<typeof DesktopWindow>;

export const LinkRefusal = z.enum(['too_long', 'unreadable', 'unknown']);
export type LinkRefusal = z.infer<typeof LinkRefusal>;

/** What a `limpet:` link asks for. Shown to the person, who decides; following a link does nothing by itself. */
export const LinkProposal = z.discriminatedUnion('type', [
  /** A text for the message field of a new chat. */
  z.object({ type: z.literal('message'), text: z.string().max(8_000) }),
  z.object({ type: z.literal('chat'), sessionId: SessionId }),
  z.object({ type: z.literal('settings'), section: z.string().max(40) }),
  /** A link that is not followed: said, so that nobody waits for it. */
  z.object({ type: z.literal('refused'), link: z.string().max(500), reason: LinkRefusal }),
]);
export type LinkProposal = z.infer<typeof LinkProposal>;

/** What the shell wants of a window. */
export const DesktopEvent = z.discriminatedUnion('type', [
  /** Sent first, when the window has begun to listen; what waited for it follows. */
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('shown') }),
  z.object({ type: z.literal('open'), sessionId: SessionId }),
  z.object({
    type: z.literal('act'),
    act: z.enum(['new_chat', 'search', 'settings']),
    /** Of the settings. */
    section: z.string().max(40).optional(),
  }),
  z.object({ type: z.literal('proposal'), proposal: LinkProposal }),
  /** Files that the person handed to the app: for the message field, not sent. */
  z.object({
    type: z.literal('attach'),
    attachments: z.array(Attachment).max(20),
    refused: z.array(z.string()).max(20),
  }),
]);
export type DesktopEvent = z.infer<typeof DesktopEvent>;

export const ShortcutState = z.object({
  /** As it is set; empty: none is wanted. */
  keys: z.string(),
  /**
   * `taken`: another program has it. `wrong`: no shortcut is called so. `unavailable`: this system lets no program have one;
   * its own settings can run `command`.
   */
  state: z.enum(['off', 'active', 'taken', 'wrong', 'unavailable']),
  /** What shows and hides the quick chat from outside. */
  command: z.string(),
});
export type ShortcutState = z.infer<typeof ShortcutState>;

export const DesktopState = z.object({
  shortcut: ShortcutState,
  /** `refused`: it was asked for and the system did not take it. */
  login: z.enum(['off', 'on', 'refused', 'unavailable']),
});
export type DesktopState = z.infer<typeof DesktopState>;

export const desktop = {
  capabilities: query(
    z.object({}),
    z.object({
      pickFolder: z.boolean(),
      openExternal: z.boolean(),
      reveal: z.boolean(),
      /** Windows, tray, shortcut and what follows below. */
      shell: z.boolean().optional(),
    }),
  ),
  pickFolder: command(
    z.object({ startIn: z.string().max(4096).optional() }),
    z.object({ path: z.string().nullable() }),
  ),
  /** https, http and mailto only; anything else is `forbidden`. */
  openExternal: command(z.object({ url: z.string().max(4096) }), z.object({})),
  reveal: command(z.object({ path: z.string().max(4096) }), z.object({})),

  watch: stream(z.object({}), DesktopState),
  /** For the page in that window; what was meant for it while it was still loading comes first. */
  follow: stream(z.object({ window: DesktopWindow }), DesktopEvent),
  /** To the front, with what is named: a chat, or a page of the settings. The quick chat goes away. */
  showMain: command(
    z.object({ sessionId: SessionId.optional(), section: z.string().max(40).optional() }),
    z.object({}),
  ),
  toggleQuick: command(z.object({}), z.object({ visible: z.boolean() })),
  hideQuick: command(z.object({}), z.object({})),
  /** The height that its content needs, in CSS pixels; the shell keeps it within the screen. */
  sizeQuick: command(z.object({ height: z.number().min(1).max(10_000) }), z.object({})),
  /** Plain text; empty when none is there. Longer text is cut. */
  readClipboard: query(z.object({}), z.object({ text: z.string() })),
  /** Of the screen that the quick chat is on, without it. */
  takeScreenshot: command(z.object({}), z.object({ attachment: Attachment })),
};
