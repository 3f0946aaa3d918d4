// What a host offers to the core: the acts of a desktop shell.
import type { Attachment } from '#main/contract/chat.ts';
import type { DesktopEvent, DesktopState, DesktopWindow } from '#main/contract/desktop.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Services } from '#main/guard/sandbox/port/services.ts';

export interface Host {
  readonly kind: 'electron' | 'gateway' | 'cli' | 'test';
  readonly capabilities: { readonly pickFolder: boolean; readonly openExternal: boolean; readonly reveal: boolean };
  /** Each throws `unsupported` where its capability is false. */
  pickFolder(startIn: string | undefined): Promise<string | null>;
  openExternal(url: string): Promise<void>;
  reveal(path: string): Promise<void>;
  /** Where our own program is no Node, its shell starts the services. */
  readonly services?: Services;
  /** Where there are windows, a tray and shortcuts. */
  readonly shell?: HostShell;
}

/** As the operations of the same names say. */
export interface HostShell {
  state(): DesktopState;
  /** Called after every change of the state; ends with the signal. */
  onState(listener: () => void, signal: AbortSignal): void;
  /** Ends with the signal. A second follower of a window takes the place of the first. */
  follow(window: DesktopWindow, signal: AbortSignal): AsyncIterable<DesktopEvent>;
  showMain(place: { sessionId?: SessionId | undefined; section?: string | undefined }): Promise<void>;
  toggleQuick(): Promise<boolean>;
  hideQuick(): Promise<void>;
  sizeQuick(height: number): Promise<void>;
  readClipboard(): Promise<string>;
  /** `forbidden` where the system does not let us, with what to do about it. */
  takeScreenshot(signal: AbortSignal): Promise<Attachment>;
}
