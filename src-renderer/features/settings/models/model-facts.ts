// What is known of a model, as short words: context, price with its date, images, tools. Unknown is said, not hidden.
import type { ModelInfo, Price } from '#main/contract/models.ts';
import type { Language, Translate } from '#main/platform/texts/translate.ts';
import { formatCost, formatCount } from '#renderer/ui/text/format.ts';

/** `asOf` is an ISO day; anything else is shown as it came. */
export function dayText(day: string, language: Language): string {
  const at = new Date(`${day}T12:00:00`);
  if (Number.isNaN(at.getTime())) return day;
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(at);
}

function priceText(price: Price, t: Translate, language: Language): string {
  if (price.inputPerMTok === 0 && price.outputPerMTok === 0) return t('settings.models_price_free');
  return t('settings.models_price', {
    input: formatCost(price.inputPerMTok, language),
    output: formatCost(price.outputPerMTok, language),
    date: dayText(price.asOf, language),
  });
}

/** In reading order: context, images, tools, price; last, in one phrase, what is not known. Offline is no model: nothing. */
export function modelFacts(model: ModelInfo, t: Translate, language: Language): string[] {
  if (model.ref.startsWith('offline/')) return [];
  const { contextTokens, images, tools, price } = model;
  const facts: string[] = [];
  const unknown: string[] = [];
  if (contextTokens === undefined) unknown.push(t('settings.models_context_word'));
  else facts.push(t('settings.models_context', { size: formatCount(contextTokens, language) }));
  if (images === undefined) unknown.push(t('settings.models_images_word'));
  else facts.push(t(images ? 'settings.models_images' : 'settings.models_no_images'));
  if (tools === undefined) unknown.push(t('settings.models_tools_word'));
  else facts.push(t(tools ? 'settings.models_tools' : 'settings.models_no_tools'));
  if (price === undefined) unknown.push(t('settings.models_price_word'));
  else facts.push(priceText(price, t, language));
  if (unknown.length > 0) facts.push(t('settings.models_unknown', { what: unknown.join(', ') }));
  return facts;
}
