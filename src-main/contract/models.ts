// Models and the connections (vendor + address + key) through which they are reached.
import { z } from 'zod';
import { ErrorData } from './errors.ts';
import { command, query, stream } from './kernel.ts';
import { ModelRef } from './messages.ts';

/** US dollars per million tokens, and the day on which the table was checked. */
export const Price = z.object({
  inputPerMTok: z.number().nonnegative(),
  outputPerMTok: z.number().nonnegative(),
  cacheReadPerMTok: z.number().nonnegative().optional(),
  cacheWritePerMTok: z.number().nonnegative().optional(),
  /** Some vendors charge the whole request otherwise once its prompt is longer than this. */
  longPrompt: z
    .object({
      aboveTokens: z.number().int(),
      inputPerMTok: z.number().nonnegative(),
      outputPerMTok: z.number().nonnegative(),
      cacheReadPerMTok: z.number().nonnegative().optional(),
      cacheWritePerMTok: z.number().nonnegative().optional(),
    })
    .optional(),
  asOf: z.string(),
});
export type Price = z.infer<typeof Price>;

export const ModelInfo = z.object({
  ref: ModelRef,
  name: z.string(),
  label: z.string(),
  contextTokens: z.number().int().optional(),
  maxOutputTokens: z.number().int().optional(),
  images: z.boolean().optional(),
  /** Undefined: not known; the first use tells. */
  tools: z.boolean().optional(),
  reasoning: z.boolean().optional(),
  /** Absent: unknown. Local models are `{0, 0}`. */
  price: Price.optional(),
});
export type ModelInfo = z.infer<typeof ModelInfo>;

export const VendorId = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[a-z0-9-]+$/);
export const Vendor = z.object({
  id: VendorId,
  label: z.string(),
  family: z.enum(['openai', 'anthropic', 'offline']),
  baseUrl: z.string(),
  needsKey: z.boolean(),
  local: z.boolean(),
  /** Looked for on this machine. */
  isLookedFor: z.boolean().optional(),
  /** Where a person gets a key. */
  keyUrl: z.string().optional(),
  /** Where a program for this machine is got. */
  programUrl: z.string().optional(),
  environment: z.array(z.string()),
});
export type Vendor = z.infer<typeof Vendor>;

export const Connection = z.object({
  id: VendorId,
  vendor: VendorId,
  label: z.string(),
  baseUrl: z.string(),
  /** Where the key comes from; never the key. `missing`: it needs one. `locked`: the secret store is locked. */
  key: z.enum(['stored', 'environment', 'none', 'missing', 'locked']),
  /** The name of the variable that holds the key, where the environment does. */
  variable: z.string().optional(),
  /** The key is held in memory alone and gone when Limpet ends; `key` is `stored` meanwhile, `missing` afterwards. */
  untilRestart: z.boolean().optional(),
  /** Found by itself (a local server, an environment variable): cannot be removed, only switched off. */
  found: z.boolean(),
  enabled: z.boolean(),
  lastError: ErrorData.optional(),
});
export type Connection = z.infer<typeof Connection>;

const keyPattern = /^provider\.([a-z0-9-]+)\.key$/;
/** Under which name the key of a connection is kept. */
export const keyNameOf = (connectionId: string): string => `provider.${connectionId}.key`;
/** The connection whose key this is; undefined for the key of something else. */
export const connectionOfKey = (name: string): string | undefined => keyPattern.exec(name)?.[1];

export const ModelsState = z.object({
  connections: z.array(Connection),
  models: z.array(ModelInfo),
  defaultModel: ModelRef,
  fallbackModel: ModelRef.optional(),
});
export type ModelsState = z.infer<typeof ModelsState>;

export const ConnectionTest = z.object({
  ok: z.boolean(),
  /** From request to first token of a one-word answer. */
  firstTokenMs: z.number().int().optional(),
  model: z.string().optional(),
  modelCount: z.number().int().optional(),
  error: ErrorData.optional(),
});
export type ConnectionTest = z.infer<typeof ConnectionTest>;

const byConnection = z.object({ connectionId: VendorId });

export const models = {
  vendors: query(z.object({}), z.object({ vendors: z.array(Vendor) })),
  state: query(z.object({ refresh: z.boolean().default(false) }), ModelsState),
  watch: stream(z.object({}), ModelsState),
  /** Looks for model servers on this machine, now; no vendor is asked and no key leaves. Cancelled like any query. */
  look: query(z.object({}), ModelsState),
  /** Adds or changes a connection; the key goes to the secret store and never comes back. */
  connect: command(
    z.object({
      connectionId: VendorId,
      vendor: VendorId,
      label: z.string().min(1).max(80).optional(),
      baseUrl: z.url().max(2048).optional(),
      apiKey: z.string().min(1).max(4096).optional(),
      /** Keeps this key nowhere but in memory. */
      untilRestart: z.boolean().optional(),
    }),
    Connection,
  ),
  disconnect: command(byConnection, z.object({})),
  setEnabled: command(byConnection.extend({ enabled: z.boolean() }), Connection),
  /** One real call: lists models, then asks one for one word. */
  test: command(byConnection.extend({ model: z.string().max(300).optional() }), ConnectionTest),
  setDefault: command(z.object({ model: ModelRef }), ModelsState),
  setFallback: command(z.object({ model: ModelRef.nullable() }), ModelsState),
};
