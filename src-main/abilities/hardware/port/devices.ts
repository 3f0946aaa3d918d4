// What app, tools and other parts see of devices: who is there, who is allowed, and the one session that owns an open link.
import type { DeviceLimits } from '#main/contract/device-limits.ts';
import type { ConsoleItem, Device } from '#main/contract/devices.ts';
import type { SessionId, TurnId } from '#main/contract/ids.ts';
import type { Link, LinkEnd } from './link.ts';

/** By whose order something is sent; it stands on the account. */
export type SentBy =
  | { readonly by: 'person' }
  /** A standing order of the person: a rule, a measurement, the sign of life. */
  | { readonly by: 'limpet' }
  /** Nothing of the model's leaves without a permit. */
  | { readonly by: 'agent'; readonly sessionId: SessionId; readonly turnId: TurnId; readonly permit?: Permit };

/** What the envelope gives out for an order that it has checked; asked again with the bytes themselves. */
export type Permit = {
  /** Throws where these bytes are none of the order's, or nothing may be sent any more. */
  check(bytes: Uint8Array): void;
};

/** A line as it came. `n` counts from 1 for as long as the session lasts, over replugs; it is the cursor of readers. */
export type ReceivedLine = { readonly n: number; readonly at: number; readonly text: string; readonly isCut?: true };

export type Answer = {
  /** Whether the pattern was found; without a pattern, whether anything came. */
  readonly isFound: boolean;
  readonly lines: readonly ReceivedLine[];
  /** What came of a line without an end. */
  readonly tail: string;
  /** To read on from. */
  readonly cursor: number;
};

/** Sees the bytes of a line as they come, and before they are sent; of none after the end. Must not throw. */
export type LineListener = {
  received(bytes: Uint8Array): void;
  sent(bytes: Uint8Array): void;
  ended(end: LinkEnd): void;
};

/**
 * The one owner of an open link. Works of writers are done one after the other; at most 16 wait (`conflict`, `device_queue`).
 * After an unplugging it stays, and goes on by itself when the same device is back; until then writes are refused with
 * `unavailable` (`device_gone`).
 */
export interface DeviceSession {
  readonly key: string;
  /** Noted on the account before the first byte leaves. At most 4,096 bytes. */
  write(bytes: Uint8Array, o: SentBy, signal: AbortSignal): Promise<void>;
  /** As `write`, then waits: for a line that matches, or until it is quiet. Nobody else writes in between. */
  ask(
    o: { bytes: Uint8Array; by: SentBy; pattern?: RegExp | undefined; timeoutMs: number },
    signal: AbortSignal,
  ): Promise<Answer>;
  /** Waits for a line after `after` that matches. Errors: `invalid_input` (`slow_pattern`). */
  expect(o: { pattern: RegExp; after: number; timeoutMs: number }, signal: AbortSignal): Promise<Answer>;
  /** What is kept after `after`, oldest first; `lost` counts what is not kept any more. */
  since(after: number, limit: number): { lines: readonly ReceivedLine[]; lost: number; tail: string; newest: number };
  /**
   * Hands the bytes to a protocol for as long as `work` runs: nobody else writes, and what it writes is on the account. The
   * link it is given ends with the work, not with the device.
   */
  lend<T>(by: SentBy, work: (link: Link) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** As `lend`, before all who wait, and whoever has it loses it. For bringing outputs to their safe state. */
  seize<T>(by: SentBy, work: (link: Link) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** What was sent since the last end of a line: what is sent next goes on from it. */
  readonly unended: string;
}

/** What the person lets a device be made to do, and what it has proved to speak. */
export type DeviceRights = {
  readonly name: string;
  /** Absent: each order is asked for. */
  readonly limits?: DeviceLimits;
  readonly speaks?: string;
  /** Its firmware brings its outputs to a safe state by itself. */
  readonly deadMan?: true;
};

export interface Devices {
  list(signal: AbortSignal): Promise<readonly Device[]>;
  /** At once, then after each change; ends with the signal. */
  follow(signal: AbortSignal): AsyncIterable<readonly Device[]>;
  allow(key: string, signal: AbortSignal): Promise<Device>;
  forget(key: string): Promise<void>;
  change(key: string, o: { name?: string | undefined; baudRate?: number | undefined }): Promise<Device>;
  /** Of an open one: nothing happens. */
  connect(key: string, signal: AbortSignal): Promise<Device>;
  disconnect(key: string): Promise<Device>;
  /** `conflict` (`device_closed`) while it is not connected. */
  session(key: string): DeviceSession;
  console(key: string, signal: AbortSignal): AsyncIterable<ConsoleItem>;
  /** Everything that goes over its line from now on. Gives back how to end it. Errors as `session`. */
  listen(key: string, listener: LineListener): () => void;
  /** Whether any device is allowed: what the tools hang on. Reads what is kept, looks at no port. */
  hasAllowed(): Promise<boolean>;
  /** The person let the model open it once: from here on it may by itself. */
  noteOpened(key: string): Promise<void>;
  isOpenedBefore(key: string): Promise<boolean>;
  /** `forbidden` (`device_not_allowed`). */
  rights(key: string): Promise<DeviceRights>;
  /** By the person; null takes them away. Errors as `rights`. */
  setLimits(key: string, limits: DeviceLimits | null): Promise<Device>;
  /** It answered in this protocol: from here on it is asked in it without asking the person. */
  noteSpeaks(key: string, protocol: string): Promise<void>;
  /** Keys of those whose link is open. */
  open(): readonly string[];
  /** After each change of what `list` says. Gives back how to end it. */
  onChange(listener: () => void): () => void;
  /** After a link was opened, also after a replug. Gives back how to end it. */
  onOpened(listener: (key: string) => void): () => void;
  /** Before we close a link; the closing waits for it, at most 2 s. */
  onClosing(listener: (key: string, why: 'disconnect' | 'quit') => Promise<void>): () => void;
  /** Ends with the signal; every link is closed then. */
  run(signal: AbortSignal): Promise<void>;
}
