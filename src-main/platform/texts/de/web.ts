// Deutsch: Suche im Web, ihre Seite der Einstellungen und was schiefgehen kann.
import type { web as english, webErrors as englishErrors, webSettings as englishSettings } from '../en/web.ts';

export const web: Record<keyof typeof english, string> = {
  tool_search: 'Im Web nach „{query}“ suchen',
  grant_search: 'Suchen mit {engine}',

  text: 'Womit Limpet nachschlägt. Gesendet wird nichts, bevor eine Suche oder eine Seite verlangt wird.',
  search_title: 'Websuche',
  search_text: 'Ohne Suchmaschine hat das Modell keine Websuche und sagt das auch.',
  search_ready: 'Bereit',
  search_key_missing: 'Schlüssel fehlt',
  search_address_missing: 'Adresse fehlt',
  search_locked: 'Schlüssel sind gesperrt',
  search_get_key: 'Schlüssel bei {engine} holen: {address}',
  search_get_program: 'So läuft {engine}: {address}',
  search_key: 'Schlüssel',
  search_key_stored: 'Ein Schlüssel ist aufbewahrt. Ein neuer ersetzt ihn.',
  search_key_hint: 'Er kommt in den Schlüsselspeicher dieser Installation und wird nie wieder gezeigt.',
  search_key_save: 'Schlüssel speichern',
  search_key_saving: 'Schlüssel wird gespeichert …',
  search_key_remove: 'Schlüssel entfernen',
  search_key_empty: 'Gib den Schlüssel ein.',
  search_test: 'Eine Suche probieren',
  search_testing: 'Es wird gesucht …',
  search_test_ok: '{count} Treffer in {ms} ms. Der erste: {first}',
  search_test_none: 'Die Antwort kam in {ms} ms, aber ohne Treffer.',
};

export const webSettings: Record<keyof typeof englishSettings, string> = {
  web_search_engine: 'Suchmaschine',
  web_search_engine_help: 'Welche antwortet, wenn das Modell im Web sucht.',
  web_search_engine_option_off: 'Keine',
  web_search_engine_option_brave: 'Brave Search',
  web_search_engine_option_tavily: 'Tavily',
  web_search_engine_option_exa: 'Exa',
  web_search_engine_option_searxng: 'SearXNG',
  web_search_addresses_brave: 'Adresse von Brave Search',
  web_search_addresses_brave_help: 'Leer: die eigene. Eine andere für ein Gateway von dir.',
  web_search_addresses_tavily: 'Adresse von Tavily',
  web_search_addresses_tavily_help: 'Leer: die eigene. Eine andere für ein Gateway von dir.',
  web_search_addresses_exa: 'Adresse von Exa',
  web_search_addresses_exa_help: 'Leer: die eigene. Eine andere für ein Gateway von dir.',
  web_search_addresses_searxng: 'Adresse von SearXNG',
  web_search_addresses_searxng_help:
    'Von deinem Server, zum Beispiel http://127.0.0.1:8888. Er darf in deinem eigenen Netz liegen; seine Einstellungen müssen json unter search.formats nennen.',
};

export const webErrors: Record<keyof typeof englishErrors, string> = {
  reason_search_not_set_up: 'Die Websuche ist nicht eingerichtet. Wähle unter Einstellungen > Web eine Suchmaschine.',
  reason_search_not_set_up_action: 'Einstellungen öffnen',
  reason_search_key_refused: '{engine} hat den Schlüssel abgelehnt. Gib unter Einstellungen > Web einen anderen ein.',
  reason_search_key_refused_action: 'Schlüssel eingeben',
  reason_search_limit:
    '{engine} nimmt gerade keine Suchen mehr an: Die Grenze ist erreicht. Versuche es später wieder.',
  reason_search_limit_action: 'Erneut versuchen',
  reason_search_failed:
    '{engine} konnte nicht antworten. Versuche es später wieder oder wähle eine andere Suchmaschine.',
  reason_search_failed_action: 'Erneut versuchen',
  reason_search_not_json:
    '{engine} hat nicht in JSON geantwortet. Prüfe die Adresse; die Einstellungen eines SearXNG müssen json unter search.formats nennen.',
  reason_search_not_json_action: 'Adresse prüfen',
  reason_service_redirects: '{host} leitet weiter. Gib die Adresse ein, zu der es führt.',
  reason_service_redirects_action: 'Adresse prüfen',
};
