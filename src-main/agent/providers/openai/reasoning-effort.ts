// Whether a model of the openai wire is told how much to reason, and in which word.
import type { ProviderConfig } from '../family.ts';
import type { ModelRequest } from '../port.ts';

export function takesReasoning(model: string, config: ProviderConfig): boolean {
  const { reasoningParam, reasoningModels } = config.quirks;
  if (reasoningParam === 'none') return false;
  if (reasoningModels !== undefined) return reasoningModels.test(model);
  return reasoningParam === 'openrouter' || config.known(model)?.reasoning === true;
}

/** Undefined: leave it to the vendor's default. */
export function effortFor(request: ModelRequest, config: ProviderConfig): string | undefined {
  if (!takesReasoning(request.model, config)) return undefined;
  return request.reasoning === 'off' ? config.known(request.model)?.effortOff : request.reasoning;
}
