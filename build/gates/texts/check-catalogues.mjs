// Every language holds every text: the same parameters, the plural forms of its own grammar, nothing left in English.

/** What is called the same everywhere, or is typed as it stands: commands of offline mode understand English alone. */
const sameEverywhere = new Set([
  'chat.offer_help',
  'chat.offer_list',
  'chat.offer_read',
  'chat.offer_time',
  'onboarding.suggestion_offline',
  'sessions.search_limpet',
  'setting.language_option_ar',
  'setting.language_option_de',
  'setting.language_option_en',
  'setting.language_option_zh',
]);
/** Names and units that no language translates. */
const names =
  /^(limpet --help|API|Limpet|Node|token|Token|Version|OK|URL|HTML|JSON|MB|Markdown|ID|beta|npm|Beta|bubblewrap( \(Linux\))?|Docker|Brave Search|Tavily|Exa|SearXNG)$/;
/** Languages whose words for it are English words too; each is listed, so that a forgotten text still shows. */
const borrowed = {
  de: /^(\{count\} )?(Apps?|Backups?|Browser|Chats?|Code: \{language\}|Details|Export|Format|Gateway|Import|in|Kanal|Level|Links?|Live|Name|[Ii]n \{\w+\}:?|Offline|Online|Passphrase|Pause|Pins?|Pin \{pin\}|Port|Releases?|Sandbox|Server|Stop|System|Tests?|Text|Thema|Token|Tool|Updates?|Version( \{version\})?|warten|Web|Zoom)\.?$/,
};

/** `{count}` that no word agrees with: it is written as 12k, is never one, or stands behind a colon. */
const countsAlone = new Set([
  'chat.model_context',
  'chat.tier_probes',
  'chat.tokens',
  'cli.approval_choice_group',
  'onboarding.step',
  'permissions.floor_rules',
  'permissions.inbox_count',
  'permissions.matched',
  'sessions.search_found_more',
  'settings.log_full',
  'settings.probes_summary',
  'system.doctor_rules_damaged',
  'transfer.import_skipped_more',
  'usage.partly_unknown',
  'usage.tokens',
]);

const holesOf = (text) => [...text.matchAll(/\{(\w+)(?:, \w+)?\}/g)].map(([hole]) => hole);
const wordsOf = (text) => text.replace(/\{[^}]*\}/g, '').match(/\p{L}{2,}/gu) ?? [];

/** `search_found` for `search_found_one` where English has both forms. */
export function pluralsOf(english) {
  const bases = new Set();
  for (const key of english.keys())
    if (key.endsWith('_one') && english.has(key.replace(/_one$/, '_other'))) bases.add(key.replace(/_one$/, ''));
  return bases;
}

/** Keys that a language must have, each with the English text it says. */
export function wantedKeys(english, language) {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const plurals = pluralsOf(english);
  const wanted = new Map();
  for (const [key, text] of english) {
    const base = key.replace(/_(one|other)$/, '');
    if (!plurals.has(base) || base === key) wanted.set(key, text);
    else for (const form of forms) wanted.set(`${base}_${form}`, english.get(`${base}_other`));
  }
  return wanted;
}

/** Left in English although it is words. */
function isUntranslated(key, text, { english, language }) {
  const same = [english.get(key), english.get(key.replace(/_[a-z]+$/, '_other'))];
  if (!same.includes(text) || sameEverywhere.has(key)) return false;
  return wordsOf(text).length > 0 && !names.test(text) && borrowed[language]?.test(text) !== true;
}

/** Holes of a plural may leave out the count: a language may have a word for one, two or none. */
function differsInHoles(key, text, wanted) {
  const given = new Set(holesOf(text));
  const asked = new Set(holesOf(wanted));
  const spoken = /_(zero|one|two)$/.test(key) ? (hole) => !hole.startsWith('{count') : () => true;
  return [...given.symmetricDifference(asked)].some(spoken);
}

const controls = /[\u061c\u200e\u200f\u202a-\u202e]/;
/** Code that the direction around it would turn round, such as `--json`, outside of an isolate. */
const bareCode = /(?:^|[\s(])(?:--?[a-z]|https?:\/\/|\/[a-z])/;

function checkDirection(key, text) {
  const findings = [];
  if (controls.test(text)) findings.push({ rule: 'bidi-control', key, message: 'Isolate (U+2066 … U+2069) instead.' });
  const outside = text.replace(/\u2066[^\u2066\u2069]*\u2069/g, '');
  if (/[\u2066-\u2069]/.test(outside))
    findings.push({ rule: 'open-isolate', key, message: 'An isolate is not closed.' });
  else if (!text.includes('\n') && bareCode.test(outside))
    findings.push({ rule: 'bare-code', key, message: 'Code in a text that runs from right to left is not isolated.' });
  return findings;
}

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);

/** Findings of one language; `missing` ones carry the English text, to be translated. */
export function checkLanguage(language, texts, english) {
  const findings = [];
  const wanted = wantedKeys(english, language);
  for (const [key, text] of wanted) {
    const own = texts.get(key);
    if (own === undefined) findings.push({ rule: 'missing', language, key, message: text });
    else if (own.trim() === '') findings.push({ rule: 'empty', language, key, message: text });
    else if (differsInHoles(key, own, text)) findings.push({ rule: 'parameters', language, key, message: own });
    else if (sameEverywhere.has(key) && own !== text)
      findings.push({ rule: 'typed-as-it-stands', language, key, message: own });
    else if (language !== 'en' && isUntranslated(key, own, { english, language }))
      findings.push({ rule: 'untranslated', language, key, message: own });
    if (own !== undefined && /[!！]/.test(own)) findings.push({ rule: 'loud', language, key, message: own });
  }
  for (const [key, text] of language === 'en' ? english : [])
    if (holesOf(text).some((hole) => hole.startsWith('{count')) && !/_(one|other)$/.test(key) && !countsAlone.has(key))
      findings.push({ rule: 'no-plural', language, key, message: `Give it ${key}_one and ${key}_other: ${text}` });
  for (const [key, text] of texts) {
    const base = key.replace(/_other$/, '');
    if (base !== key && texts.has(base))
      findings.push({
        rule: 'hidden',
        language,
        key: base,
        message: `${key} is taken for its plural and shown instead.`,
      });
    if (!wanted.has(key)) findings.push({ rule: 'unknown', language, key, message: text });
    if (rightToLeft.has(language)) findings.push(...checkDirection(key, text).map((one) => ({ ...one, language })));
  }
  return findings;
}

export function checkCatalogues({ en, ...others }) {
  return [
    ...checkLanguage('en', en, en),
    ...Object.entries(others).flatMap(([language, texts]) => checkLanguage(language, texts, en)),
  ];
}
