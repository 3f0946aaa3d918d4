// English: searching the web: its page of the settings, its settings, and what may go wrong.
export const web = {
  tool_search: 'Search the web for “{query}”',
  grant_search: 'Searches with {engine}',

  text: 'What Limpet uses to look things up. Nothing is sent before a search or a page is asked for.',
  search_title: 'Web search',
  search_text: 'Without an engine, the model has no web search and says so.',
  search_ready: 'Ready',
  search_key_missing: 'Key missing',
  search_address_missing: 'Address missing',
  search_locked: 'Keys are locked',
  search_get_key: 'Get a key from {engine}: {address}',
  search_get_program: 'How to run {engine}: {address}',
  search_key: 'Key',
  search_key_stored: 'A key is kept. Enter another one to replace it.',
  search_key_hint: 'It goes to the key store of this installation and is never shown again.',
  search_key_save: 'Save the key',
  search_key_saving: 'Saving the key…',
  search_key_remove: 'Remove the key',
  search_key_empty: 'Enter the key.',
  search_test: 'Try a search',
  search_testing: 'Searching…',
  search_test_ok: '{count} results in {ms} ms. The first: {first}',
  search_test_none: 'It answered in {ms} ms, but found nothing.',
} as const;

export const webSettings = {
  web_search_engine: 'Search engine',
  web_search_engine_help: 'Which engine answers when the model searches the web.',
  web_search_engine_option_off: 'None',
  web_search_engine_option_brave: 'Brave Search',
  web_search_engine_option_tavily: 'Tavily',
  web_search_engine_option_exa: 'Exa',
  web_search_engine_option_searxng: 'SearXNG',
  web_search_addresses_brave: 'Address of Brave Search',
  web_search_addresses_brave_help: 'Empty: its own. Another one for a gateway of yours.',
  web_search_addresses_tavily: 'Address of Tavily',
  web_search_addresses_tavily_help: 'Empty: its own. Another one for a gateway of yours.',
  web_search_addresses_exa: 'Address of Exa',
  web_search_addresses_exa_help: 'Empty: its own. Another one for a gateway of yours.',
  web_search_addresses_searxng: 'Address of SearXNG',
  web_search_addresses_searxng_help:
    'Of your server, for example http://127.0.0.1:8888. It may lie in your own network; its settings must list json under search.formats.',
} as const;

export const webErrors = {
  reason_search_not_set_up: 'Web search is not set up. Choose an engine in Settings > Web.',
  reason_search_not_set_up_action: 'Open settings',
  reason_search_key_refused: '{engine} refused the key. Enter another one in Settings > Web.',
  reason_search_key_refused_action: 'Enter the key',
  reason_search_limit: '{engine} takes no more searches right now: its limit is used up. Try again later.',
  reason_search_limit_action: 'Try again',
  reason_search_failed: '{engine} could not answer. Try again later, or choose another engine.',
  reason_search_failed_action: 'Try again',
  reason_search_not_json:
    '{engine} did not answer as JSON. Check the address; the settings of a SearXNG must list json under search.formats.',
  reason_search_not_json_action: 'Check the address',
  reason_service_redirects: '{host} leads elsewhere. Enter the address where it leads to.',
  reason_service_redirects_action: 'Check the address',
} as const;
