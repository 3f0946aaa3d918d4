// Simplified Chinese: sessions.
import type { sessions as english } from '../en/sessions.ts';
import type { Translation } from '../translation.ts';

export const sessions: Translation<typeof english> = {
  list_label: '对话',
  archived_label: '已归档的对话',
  new_chat: '新对话',
  untitled: '新对话',

  group_pinned: '已置顶',
  group_today: '今天',
  group_yesterday: '昨天',
  group_week: '最近 7 天',
  group_older: '更早',

  status_running: '工作中',
  status_asking: '等待你的答复',
  status_interrupted: '已中断',
  status_failed: '因错误结束',

  menu: '“{title}”的操作',
  rename: '重命名',
  rename_label: '“{title}”的新名称',
  pin: '置顶',
  unpin: '取消置顶',
  archive: '归档',
  unarchive: '移回对话列表',
  remove: '删除',
  show_archived: '已归档的对话',
  back_to_chats: '返回对话列表',

  removed: '已删除“{title}”。',
  archived_done: '已归档“{title}”。',
  undo: '撤销',

  empty_title: '还没有对话',
  empty_text: '每个对话在一个文件夹中工作，并保留到你删除为止。',
  archived_empty_title: '没有已归档的内容',
  archived_empty_text: '归档后，对话不再出现在列表中，但仍可搜索到。',
  loading: '正在加载对话…',
  loading_more: '正在加载更早的对话…',
  more_failed: '更早的对话没有加载成功。',
  list_failed: '对话列表没有加载成功。',
  offline: '没有与 Limpet 连接。列表显示的是最后已知的内容。',
  retry: '重试',

  search_label: '搜索对话',
  search_placeholder: '搜索',
  search_clear: '清除搜索',
  search_loading: '正在搜索…',
  search_results: '搜索结果',
  search_none_title: '没有找到“{text}”',
  search_none_text: '所有词必须出现在同一条消息中。给词加上 "引号" 可查找相邻的词。',
  search_found_other: '找到 {count} 条消息',
  search_found_more: '前 {count} 条消息',
  search_more: '显示更多',
  search_failed: '搜索没有成功。',
  search_you: '你',
  search_limpet: 'Limpet',
  search_reveal_failed: '无法打开这条消息。',
};
