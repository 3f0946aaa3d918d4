// Simplified Chinese: searching the web: its page of the settings, its settings, and what may go wrong.
import type { web as english, webErrors as englishErrors, webSettings as englishSettings } from '../en/web.ts';
import type { Translation } from '../translation.ts';

export const web: Translation<typeof english> = {
  tool_search: '在网上搜索“{query}”',
  grant_search: '使用 {engine} 搜索',

  text: 'Limpet 用来查找资料的工具。在需要搜索或打开网页之前，不会发送任何内容。',
  search_title: '网络搜索',
  search_text: '没有搜索引擎时，模型不能搜索网络，并会如实说明。',
  search_ready: '可以使用',
  search_key_missing: '缺少密钥',
  search_address_missing: '缺少地址',
  search_locked: '密钥已锁定',
  search_get_key: '从 {engine} 获取密钥：{address}',
  search_get_program: '如何运行 {engine}：{address}',
  search_key: '密钥',
  search_key_stored: '已保存一个密钥。输入新的密钥即可替换。',
  search_key_hint: '它会存入本安装的密钥存储，之后不再显示。',
  search_key_save: '保存密钥',
  search_key_saving: '正在保存密钥…',
  search_key_remove: '移除密钥',
  search_key_empty: '请输入密钥。',
  search_test: '试搜一次',
  search_testing: '正在搜索…',
  search_test_ok: '{ms} 毫秒内得到 {count} 条结果。第一条：{first}',
  search_test_none: '{ms} 毫秒后有回应，但没有找到结果。',
};

export const webSettings: Translation<typeof englishSettings> = {
  web_search_engine: '搜索引擎',
  web_search_engine_help: '模型搜索网络时由哪个引擎回答。',
  web_search_engine_option_off: '无',
  web_search_engine_option_brave: 'Brave Search',
  web_search_engine_option_tavily: 'Tavily',
  web_search_engine_option_exa: 'Exa',
  web_search_engine_option_searxng: 'SearXNG',
  web_search_addresses_brave: 'Brave Search 的地址',
  web_search_addresses_brave_help: '留空：使用官方地址。如有自己的网关，可填写其地址。',
  web_search_addresses_tavily: 'Tavily 的地址',
  web_search_addresses_tavily_help: '留空：使用官方地址。如有自己的网关，可填写其地址。',
  web_search_addresses_exa: 'Exa 的地址',
  web_search_addresses_exa_help: '留空：使用官方地址。如有自己的网关，可填写其地址。',
  web_search_addresses_searxng: 'SearXNG 的地址',
  web_search_addresses_searxng_help:
    '您的服务器地址，例如 http://127.0.0.1:8888。可以位于您自己的网络中；其设置须在 search.formats 中列出 json。',
};

export const webErrors: Translation<typeof englishErrors> = {
  reason_search_not_set_up: '尚未设置网络搜索。请在“设置 > 网络”中选择搜索引擎。',
  reason_search_not_set_up_action: '打开设置',
  reason_search_key_refused: '{engine} 拒绝了密钥。请在“设置 > 网络”中输入另一个。',
  reason_search_key_refused_action: '输入密钥',
  reason_search_limit: '{engine} 目前不再接受搜索：额度已用完。请稍后再试。',
  reason_search_limit_action: '重试',
  reason_search_failed: '{engine} 无法回答。请稍后再试，或选择其他引擎。',
  reason_search_failed_action: '重试',
  reason_search_not_json: '{engine} 的回应不是 JSON。请检查地址；SearXNG 的设置须在 search.formats 中列出 json。',
  reason_search_not_json_action: '检查地址',
  reason_service_redirects: '{host} 指向其他地址。请输入它所指向的地址。',
  reason_service_redirects_action: '检查地址',
};
