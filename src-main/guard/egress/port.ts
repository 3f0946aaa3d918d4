// Guarded requests to the world on behalf of the model: resolve, check, dial that address; again at every redirect.
export type EgressRequest = {
  /** http or https. */
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /**
   * Refused with `forbidden` (`header_refused`) where they belong to the connection: Host, Content-Length, hop-by-hop and the
   * like. At another origin only those arrive that say nothing about who asks.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /** Not with GET and HEAD; 32 MiB at most (`body_too_large`). Never sent on to another origin: such a redirect is refused. */
  readonly body?: string | Uint8Array;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** Asked before each redirect to another origin; false ends with `forbidden`. */
  readonly mayFollow: (origin: string) => boolean;
};
export type EgressResponse = {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly truncated: boolean;
};
export interface Egress {
  /** `forbidden` with reason `blocked_address` for loopback, private, link-local, metadata, own gateway. */
  fetch(request: EgressRequest, signal: AbortSignal): Promise<EgressResponse>;
  /** Parses and checks the text of an address without touching the network; throws as `fetch` would. */
  check(url: string): URL;
}

/** `fetch` for one server that the person entered. */
export interface OpenedWeb {
  /**
   * Streams; redirects are not followed. Only public addresses, over TLS where it is another origin than the entered one;
   * an address of this machine or its network only where that very host was entered. Errors: as `Egress.check`, and
   * `unavailable` with reason `mcp_unreachable`.
   */
  fetch(url: string | URL, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}
export interface GuardedWeb {
  /** The address as it may be entered; throws otherwise. */
  check(entered: string): URL;
  open(entered: URL): OpenedWeb;
}

/** Waits at one port of this machine for a browser that comes back from a sign-in. */
export type OpenRedirect = (port: number) => Promise<{
  readonly url: string;
  /** What the browser brings, once. `cancelled` on abort. */
  wait(signal: AbortSignal): Promise<URLSearchParams>;
  close(): void;
}>;
