// Three sentences for an empty chat that work with what is set up: plain commands offline, the folder with a model.
import { withoutIsolates } from '#main/platform/texts/direction.ts';
import type { Translate } from '#main/platform/texts/translate.ts';

const readable = /\.(md|txt|json|ya?ml|toml|csv|html?|css|[jt]sx?|py|rb|rs|go|java|c|cpp|h|sh)$/i;

/** `files` are some paths of the folder, best first. */
export function chatOffers(o: {
  readonly isOffline: boolean;
  readonly files: readonly string[];
  readonly t: Translate;
}): readonly string[] {
  const file =
    o.files.find((path) => /(^|\/)readme\b/i.test(path) && readable.test(path)) ??
    o.files.find((path) => readable.test(path) && !/\s/.test(path));
  const about = (key: string) => (file === undefined ? [] : [withoutIsolates(o.t(key, { file }))]);
  const offers = o.isOffline
    ? [o.t('chat.offer_list'), ...about('chat.offer_read'), o.t('chat.offer_time'), o.t('chat.offer_help')]
    : [o.t('chat.offer_overview'), ...about('chat.offer_explain'), o.t('chat.offer_improve'), o.t('chat.offer_list')];
  return offers.slice(0, 3);
}
