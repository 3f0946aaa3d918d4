// Requests of Limpet itself to a service that the person set up: with a key, to one address, without any redirect.
export type ServiceRequest = {
  /** http or https. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** Sent as they are: the key is among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** The person typed this address: it may lie in their own network. Anything else must be the public internet. */
  readonly isPersons: boolean;
};

export type ServiceResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

export interface ServiceEgress {
  /**
   * `forbidden` with reason `blocked_address` for what may not be reached: link-local and metadata addresses and our own gateway
   * always, this machine and its network unless `isPersons`. `unavailable` (`service_redirects`) where it leads elsewhere, since
   * the key would go along. Otherwise as `Egress.fetch`.
   */
  ask(request: ServiceRequest, signal: AbortSignal): Promise<ServiceResponse>;
}
