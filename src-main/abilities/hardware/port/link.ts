// The byte pipe between Limpet and one device, who opens it, and what is known of a device before and while it is open.
import type { ErrorData } from '#main/contract/errors.ts';

export type DeviceIdentity = {
  /** `i2c`: a bus, or the pins, of this computer itself. */
  readonly transport: 'serial' | 'virtual' | 'replay' | 'hid' | 'i2c';
  /**
   * Stays the same from one plugging in to the next: `usb:2341:0043:<serial number>`, `virtual:<name>`, `i2c:1`, `spi:0`,
   * `gpio:0`, and of a bus on USB `i2c:usb:04d8:00dd:<serial number>`. A port without a USB identity has only its place,
   * `path:<path>`, and is never opened by itself. An adapter that is no port stands under `hid:` instead of `usb:`: it may
   * have a port besides.
   */
  readonly key: string;
  /** Where it is now. */
  readonly path: string;
  /** Four hexadecimal digits in lower case. */
  readonly vendorId?: string;
  readonly productId?: string;
  readonly serialNumber?: string;
  readonly manufacturer?: string;
  readonly product?: string;
  /** Why it cannot be opened as it is now; absent where nothing is known to speak against it. */
  readonly obstacle?: Obstacle;
};

/**
 * `no_driver`: the system sees it on USB and has nothing that makes a port of it. `usb_taken`: a program took it from its
 * driver. `kernel_driver`: a driver of the system uses it itself, and gives what it has at another place: `path`.
 */
export type Obstacle = 'no_driver' | 'usb_taken' | 'kernel_driver';

/**
 * How a link ended. `closed`: by us. `gone`: the device went (unplugged, its process ended). `failed`: anything else, with
 * the error.
 */
export type LinkEnd = { readonly reason: 'closed' | 'gone' | 'failed'; readonly error?: ErrorData };

/**
 * A byte pipe to one device. It ends once, whoever ends it; `close` may be called more than once and resolves when the
 * device is free again. Two links to one device never exist: the second `open` is refused with `conflict`.
 */
export interface Link {
  readonly identity: DeviceIdentity;
  /**
   * Resolves when the bytes are handed to the device, in the order of the calls. Errors: `cancelled` once the signal aborts
   * (some of the bytes may have gone), `unavailable` (`device_gone`) after the end.
   */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /**
   * Everything that comes in, for one reader; ends when the link does and throws nothing. It flows from the first moment
   * whether it is read or not, for a paused stream does not notice an unplugging: what nobody takes is kept up to a bound,
   * and the oldest goes first.
   */
  readonly data: AsyncIterable<Uint8Array>;
  /** Never rejects. */
  readonly closed: Promise<LinkEnd>;
  /** Best effort: many adapters have no such lines. Errors: `unsupported`. */
  setSignals?(o: { dtr?: boolean; rts?: boolean }): Promise<void>;
  close(): Promise<void>;
}

export type OpenLink = {
  readonly baudRate: number;
  readonly dataBits?: 5 | 6 | 7 | 8;
  readonly parity?: 'none' | 'even' | 'odd';
  readonly stopBits?: 1 | 2;
};

export interface LinkOpener {
  readonly transport: DeviceIdentity['transport'];
  /** Who is there now; talks to none of them. Errors: `unavailable` where the machine cannot be asked. */
  list(signal: AbortSignal): Promise<readonly DeviceIdentity[]>;
  /**
   * Errors, each with a `details.reason`: `conflict` (`device_busy`: another program, or we, hold it), `forbidden`
   * (`device_permission`: the system refuses), `not_found` (`device_gone`), `unavailable` (`device_open`: anything else).
   */
  open(identity: DeviceIdentity, o: OpenLink, signal: AbortSignal): Promise<Link>;
}

/**
 * `found`: there, and not allowed. `allowed`: there, allowed and closed. `connected`: open. `busy`: another program holds
 * it, or the system refuses. `not_responding`: open, asked, and silent. `gone`: allowed before, not there now.
 */
export type DeviceState = 'found' | 'allowed' | 'connected' | 'busy' | 'not_responding' | 'gone';

/** Looks at what is plugged in, and only as long as somebody wants to know. */
export interface DeviceWatch {
  /** All that every transport lists now. A transport that cannot be asked is left out and told in the log. */
  list(signal: AbortSignal): Promise<readonly DeviceIdentity[]>;
  /** The list at once, then again and again; ends with the signal. While nobody follows, nothing is asked. */
  follow(signal: AbortSignal): AsyncIterable<readonly DeviceIdentity[]>;
}
