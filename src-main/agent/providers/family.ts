// What a wire family is given and what it returns: the shape behind every line of the registry.
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Language } from '#main/platform/texts/translate.ts';
import type { Quirks } from './catalog.ts';
import type { KnownModel } from './model-table.ts';
import type { Provider } from './port.ts';

export type Fetch = typeof globalThis.fetch;

export type FamilyDeps = {
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch: Fetch;
  /** The language that offline mode answers in; its commands are English. */
  readonly language: () => Language;
};

/** One connection, ready to be spoken to. `id` is the part of a model reference before the slash. */
export type ProviderConfig = {
  readonly id: string;
  readonly vendor: string;
  /** Names the connection in sentences for the person. */
  readonly label: string;
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly local: boolean;
  readonly quirks: Quirks;
  readonly known: (model: string) => KnownModel | undefined;
  /** Takes keys out of what the vendor says about a failure. */
  readonly hide?: ((text: string) => string) | undefined;
};

export type CreateProvider = (config: ProviderConfig, deps: FamilyDeps) => Provider;

/** Data until `load` is called: the SDK behind it costs a tenth of a second. */
export type Family = {
  readonly id: string;
  readonly label: string;
  readonly load: () => Promise<CreateProvider>;
};
