// Requests to a service that the person set up by key or address: resolve, check every address, dial exactly those, follow nothing.
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import { type AddressGuardDeps, createAddressGuard, lookupOf, type ResolvedAddress } from './address-guard.ts';
import { isNetworkAddress } from './address-rules.ts';
import { toFetchError } from './fetch-errors.ts';
import type { ServiceEgress, ServiceRequest, ServiceResponse } from './port/service.ts';
import { readBody } from './read-body.ts';

export type ServiceEgressDeps = AddressGuardDeps & { readonly clock: Clock; readonly log: Log };

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new AppError('invalid_input', 'This is no web address. Write it whole, with http:// or https://.', {
      details: { reason: 'bad_url' },
    });
  return url;
}

async function send(o: {
  url: URL;
  request: ServiceRequest;
  addresses: readonly ResolvedAddress[];
  signal: AbortSignal;
}) {
  const { Agent } = await import('undici');
  const agent = new Agent({
    connections: 1,
    pipelining: 0,
    maxHeaderSize: 64 * 1024,
    connect: { timeout: 15_000, lookup: lookupOf(o.addresses) },
  });
  try {
    const answer = await agent.request({
      origin: o.url.origin,
      path: o.url.pathname + o.url.search,
      method: o.request.method,
      headers: { ...o.request.headers, 'accept-encoding': 'gzip, deflate, br' },
      body: o.request.body ?? null,
      signal: o.signal,
    });
    const headers = Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), [value ?? ''].flat().join(', ')]),
    );
    const encoding = headers['content-encoding'];
    const body = await readBody(answer.body, { encoding, maxBytes: o.request.maxBytes });
    return { status: answer.statusCode, headers, body: body.bytes };
  } finally {
    await agent.destroy();
  }
}

/** Errors: as the port says. */
export function createServiceEgress(d: ServiceEgressDeps): ServiceEgress {
  const log = d.log.child('egress');
  const guard = createAddressGuard(d);
  const anywhere = createAddressGuard({ ...d, isAllowedAddress: isNetworkAddress });
  const run = async (request: ServiceRequest, signal: AbortSignal): Promise<ServiceResponse> => {
    const url = parse(request.url);
    try {
      const addresses = await (request.isPersons ? anywhere : guard).addresses(url, signal);
      const response = await send({ url, request, addresses, signal });
      log.info('service asked', { host: url.hostname, status: response.status });
      if (response.status < 300 || response.status >= 400) return response;
      throw new AppError('unavailable', `"${url.hostname}" leads elsewhere. Enter the address where it leads to.`, {
        retryable: false,
        details: { reason: 'service_redirects', facts: { host: url.hostname } },
      });
    } catch (error) {
      throwIfAborted(signal);
      throw toFetchError(error, url.hostname);
    }
  };
  return {
    async ask(request, signal) {
      throwIfAborted(signal);
      const limit = new AbortController();
      const cancel = d.clock.after(request.timeoutMs, () => limit.abort());
      try {
        return await run(request, AbortSignal.any([signal, limit.signal]));
      } catch (error) {
        throwIfAborted(signal);
        if (!limit.signal.aborted) throw error;
        throw new AppError('timeout', 'The service did not answer in time. Try again later.', {
          cause: error,
          details: { reason: 'network' },
        });
      } finally {
        cancel();
      }
    },
  };
}
