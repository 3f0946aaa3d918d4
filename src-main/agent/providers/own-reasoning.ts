// Reasoning goes back only to the very model that made it; what the openai wire wants back travels in its signature.
import { parseJson } from '#main/platform/base/json.ts';
import type { ModelMessage, ModelPart } from './port.ts';

type Reasoning = Extract<ModelPart, { type: 'reasoning' }>;

/** The reasoning parts of a message that this model itself made. */
export function ownReasoning(message: ModelMessage, ref: string): Reasoning[] {
  return message.parts.filter((part): part is Reasoning => part.type === 'reasoning' && part.model === ref);
}

/** Opaque fields that vendors of the openai wire attach to an answer and expect to see again. */
export type Opaque =
  /** Per call: Google's thought signatures. */
  | { readonly type: 'calls'; readonly calls: Readonly<Record<string, unknown>> }
  /** OpenRouter's `reasoning_details`. */
  | { readonly type: 'details'; readonly details: readonly unknown[] }
  /** A reasoning item of OpenAI's responses wire. */
  | { readonly type: 'item'; readonly item: Readonly<Record<string, unknown>> };

export const sealOpaque = (opaque: Opaque): string => JSON.stringify(opaque);

/** Undefined for a signature of another kind. */
export function openOpaque(signature: string | undefined): Opaque | undefined {
  const value = signature === undefined ? undefined : parseJson(signature);
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  const { type } = value;
  if (type === 'calls' && 'calls' in value && typeof value.calls === 'object' && value.calls !== null)
    return { type, calls: { ...value.calls } };
  if (type === 'details' && 'details' in value && Array.isArray(value.details)) return { type, details: value.details };
  if (type === 'item' && 'item' in value && typeof value.item === 'object' && value.item !== null)
    return { type, item: { ...value.item } };
  return undefined;
}
