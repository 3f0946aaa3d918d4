// What can be found in the settings, in the words of the person's language: every field, and the cards beside them.
import { settingList } from '#main/contract/settings.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import { type SettingsSection, settingsSections } from '../sections.ts';

export type FoundSetting = {
  /** The path of a setting, or the name of a card: where `Place` and the fields put their mark. */
  readonly id: string;
  readonly section: SettingsSection;
  readonly title: string;
  readonly text: string;
};
export type FoundGroup = { readonly section: SettingsSection; readonly found: readonly FoundSetting[] };

type CardPlace = {
  readonly id: string;
  readonly section: SettingsSection;
  readonly title: string;
  readonly text?: string;
};
/** Cards that are no setting of the schema. */
const cards: readonly CardPlace[] = [
  { id: 'models', section: 'models', title: 'settings.models_default', text: 'settings.models_default_text' },
  { id: 'models', section: 'models', title: 'settings.models_fallback', text: 'settings.models_fallback_text' },
  { id: 'connections', section: 'models', title: 'settings.connections', text: 'settings.connections_none_text' },
  { id: 'connection-add', section: 'models', title: 'settings.connection_add', text: 'settings.connection_key' },
  { id: 'rules', section: 'permissions', title: 'permissions.rules_title', text: 'permissions.rules_text' },
  { id: 'try_rules', section: 'permissions', title: 'permissions.try_title', text: 'permissions.try_text' },
  { id: 'sandbox', section: 'permissions', title: 'settings.commands_title', text: 'settings.probes_text' },
  { id: 'web-browser', section: 'web', title: 'web.browser_title', text: 'web.browser_text' },
  { id: 'web-search', section: 'web', title: 'web.search_title', text: 'web.search_text' },
  { id: 'usage-today', section: 'usage', title: 'usage.today', text: 'usage.text' },
  { id: 'usage-days', section: 'usage', title: 'usage.days' },
  { id: 'usage-models', section: 'usage', title: 'usage.models', text: 'usage.price' },
  { id: 'usage-sessions', section: 'usage', title: 'usage.sessions' },
  { id: 'usage-forecast', section: 'usage', title: 'usage.forecast', text: 'usage.forecast_text' },
  { id: 'secrets', section: 'secrets', title: 'settings.section_secrets', text: 'secrets.text' },
  { id: 'secrets', section: 'secrets', title: 'settings.passphrase', text: 'settings.secrets_file_text' },
  { id: 'secrets-keys', section: 'secrets', title: 'secrets.keys', text: 'secrets.keys_none_text' },
  { id: 'secrets-places', section: 'secrets', title: 'secrets.places', text: 'secrets.places_text' },
  { id: 'api-key', section: 'api', title: 'settings.api_key', text: 'settings.api_key_text' },
  { id: 'data-content', section: 'data', title: 'settings.data_sizes' },
  { id: 'backups', section: 'data', title: 'backup.title', text: 'backup.text' },
  { id: 'chats', section: 'data', title: 'transfer.export_title', text: 'transfer.export_text' },
  { id: 'chats', section: 'data', title: 'transfer.import_title', text: 'transfer.import_text' },
  { id: 'transfer', section: 'data', title: 'settings.transfer', text: 'settings.transfer_text' },
  { id: 'reset', section: 'data', title: 'settings.reset_all', text: 'settings.reset_all_text' },
  { id: 'update', section: 'updates', title: 'updates.check', text: 'updates.app_text' },
  { id: 'timeline', section: 'updates', title: 'updates.timeline', text: 'updates.timeline_text' },
  { id: 'doctor', section: 'diagnostics', title: 'settings.doctor_title', text: 'settings.diagnostics_text' },
  { id: 'log', section: 'diagnostics', title: 'settings.log_title', text: 'settings.log_text' },
  {
    id: 'report',
    section: 'diagnostics',
    title: 'settings.diagnostics_report',
    text: 'settings.diagnostics_report_text',
  },
  { id: 'about', section: 'about', title: 'settings.about_version', text: 'settings.about_text' },
  { id: 'about', section: 'about', title: 'settings.licences_open', text: 'settings.licences_about' },
];

/** Case, accents and the path's dots make no difference. */
export function foldText(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();
}

type Indexed = FoundSetting & { readonly folded: { readonly title: string; readonly rest: string } };

export function buildIndex(t: Translate): readonly Indexed[] {
  const entry = (found: FoundSetting, path: string): Indexed => ({
    ...found,
    folded: {
      title: foldText(found.title),
      rest: foldText(`${found.text} ${path} ${t(`settings.section_${found.section}`)}`),
    },
  });
  return [
    ...settingList
      .filter((one) => one.isShown)
      .map((one) => {
        const options =
          one.control.type === 'choice' ? one.control.options.map((each) => t(`${one.labelKey}_option_${each}`)) : [];
        const found = { id: one.path, section: one.section, title: t(one.labelKey), text: t(one.helpKey) };
        return entry(found, `${one.path} ${[...one.environment, ...one.flags, ...options].join(' ')}`);
      }),
    ...cards.map(({ id, section, title, text }) =>
      entry({ id, section, title: t(title), text: text === undefined ? '' : t(text) }, ''),
    ),
  ];
}

/** Better first: a title that begins with the words, one that has them, then everything else. */
function rankOf({ folded }: Indexed, words: readonly string[]): number {
  if (folded.title.startsWith(words[0] ?? '') && words.every((word) => folded.title.includes(word))) return 0;
  return words.every((word) => folded.title.includes(word)) ? 1 : 2;
}

/** Everything in which each word of the query stands somewhere, by section in the order of the pages. */
export function searchSettings(index: readonly Indexed[], query: string): readonly FoundGroup[] {
  const words = foldText(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const hits = index
    .filter(({ folded }) => words.every((word) => `${folded.title} ${folded.rest}`.includes(word)))
    .map((hit) => ({ hit, rank: rankOf(hit, words) }));
  const best = (section: SettingsSection) =>
    Math.min(...hits.filter(({ hit }) => hit.section === section).map(({ rank }) => rank));
  return settingsSections
    .filter((section) => hits.some(({ hit }) => hit.section === section))
    .toSorted((a, b) => best(a) - best(b))
    .map((section) => ({
      section,
      found: hits
        .filter(({ hit }) => hit.section === section)
        .toSorted((a, b) => a.rank - b.rank)
        .map(({ hit: { folded: _folded, ...found } }) => found),
    }));
}
