// Guarded requests to the world on behalf of the model: resolve, check, dial that address; again at every redirect.
export type EgressRequest = {
  /** http or https. */
  readonly url: string;
  readonly method: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
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
