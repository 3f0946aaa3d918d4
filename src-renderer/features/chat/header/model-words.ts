// How models are named, grouped and priced for a person.
import type { ModelInfo, ModelsState } from '#main/contract/models.ts';
import type { Language, Translate } from '#main/platform/texts/translate.ts';
import { formatCount } from '#renderer/ui/text/format.ts';

export type ModelGroup = { readonly id: string; readonly label: string; readonly models: readonly ModelInfo[] };

export function modelName(ref: string, state: ModelsState | undefined, t: Translate): string {
  if (ref.startsWith('offline/')) return t('chat.without_model');
  return state?.models.find((model) => model.ref === ref)?.label ?? ref.slice(ref.indexOf('/') + 1);
}

/** By connection, in the order of the connections; switched-off ones are left out. */
export function modelGroups(state: ModelsState): readonly ModelGroup[] {
  return state.connections
    .filter((connection) => connection.enabled)
    .map((connection) => ({
      id: connection.id,
      label: connection.label,
      models: state.models.filter((model) => model.ref.startsWith(`${connection.id}/`)),
    }))
    .filter((group) => group.models.length > 0);
}

/** "200k context · $3 in, $15 out per million"; what is unknown is not said. */
export function modelFacts(model: ModelInfo, t: Translate, language: Language): string {
  const facts: string[] = [];
  if (model.contextTokens !== undefined) {
    facts.push(t('chat.model_context', { count: formatCount(model.contextTokens, language) }));
  }
  const { price } = model;
  if (price !== undefined && price.inputPerMTok + price.outputPerMTok === 0) facts.push(t('chat.model_free'));
  else if (price !== undefined) {
    const money = new Intl.NumberFormat(language, {
      style: 'currency',
      currency: 'USD',
      trailingZeroDisplay: 'stripIfInteger',
    });
    facts.push(
      t('chat.model_price', { input: money.format(price.inputPerMTok), output: money.format(price.outputPerMTok) }),
    );
  }
  if (model.tools === false) facts.push(t('chat.model_no_tools'));
  return facts.join(' · ');
}
