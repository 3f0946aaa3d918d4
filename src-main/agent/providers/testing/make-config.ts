// A connection and requests for tests.

import { systemClock } from '#main/platform/base/clock.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { findVendor, type Quirks } from '../catalog.ts';
import type { FamilyDeps, ProviderConfig } from '../family.ts';
import { knownModel } from '../model-table.ts';
import type { ModelEvent, ModelRequest } from '../port.ts';

export function makeConfig(vendorId: string, baseUrl: string, quirks: Partial<Quirks> = {}): ProviderConfig {
  const vendor = findVendor(vendorId);
  if (vendor === undefined) throw new Error(`no vendor ${vendorId}`);
  return {
    id: vendorId,
    vendor: vendorId,
    label: vendor.label,
    baseUrl,
    apiKey: 'sk-test-0123456789abcdef',
    local: vendor.local,
    quirks: { ...vendor.quirks, api: 'chat', ...quirks },
    known: (model) => knownModel(vendorId, model),
  };
}

export const makeDeps = (deps: Partial<FamilyDeps> = {}): FamilyDeps => ({
  clock: systemClock,
  log: silentLog,
  fetch: globalThis.fetch,
  language: () => 'en',
  ...deps,
});

export const fakeDeps = (deps: Partial<FamilyDeps> = {}) => {
  const clock = createFakeClock();
  return { clock, deps: makeDeps({ clock, ...deps }) };
};

export const readFile = {
  name: 'read_file',
  description: 'Reads a file.',
  inputSchema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
};

export const makeRequest = (request: Partial<ModelRequest> = {}): ModelRequest => ({
  model: 'test-model',
  system: 'You are Limpet.',
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Say hello.' }] }],
  tools: [readFile],
  reasoning: 'off',
  cacheKey: 'session-1',
  ...request,
});

export async function collect(events: AsyncIterable<ModelEvent>): Promise<ModelEvent[]> {
  const all: ModelEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

export type LastEvent = Extract<ModelEvent, { type: 'finish' | 'error' }>;

/** The last event; throws when there is none, or one before it. */
export function lastOf(events: readonly ModelEvent[]): LastEvent {
  const ends = events.filter((event): event is LastEvent => event.type === 'finish' || event.type === 'error');
  const last = ends[0];
  if (last === undefined || ends.length !== 1 || events.at(-1) !== last)
    throw new Error(`expected exactly one last event, got ${ends.length} among ${events.length}`);
  return last;
}

export const textOf = (events: readonly ModelEvent[]): string =>
  events.flatMap((event) => (event.type === 'text-delta' ? [event.text] : [])).join('');
