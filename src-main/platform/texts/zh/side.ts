// Simplified Chinese: side.
import type { side as english } from '../en/side.ts';
import type { Translation } from '../translation.ts';

export const side: Translation<typeof english> = {
  panel: '对话旁边',
  open: '显示对话旁边的内容',
  close: '关闭侧栏',
  toggle: '显示或隐藏侧栏',
  resize: '侧栏的宽度',
  open_beside: '在对话旁边显示：{what}',
  empty: '还没有可显示的内容',
  empty_text: 'Limpet 在这个对话里修改的文件和制作的预览会显示在这里。',

  changes: '更改',
  no_changes: '没有更改任何内容',
  no_changes_text: 'Limpet 在这个对话里的更改会列在这里，并且可以撤销。',
  files_changed_other: '修改了 {count} 个文件',
  change_created: '新建',
  change_changed: '已修改',
  change_deleted: '已删除',
  change_moved: '已移动',
  only_moved: '内容保持不变。',
  lines: '增加 {added} 行，删除 {removed} 行',
  shown_changes_other: '对 {count} 个文件的修改',
  reach_files_other: '修改 {count} 个文件，要么全部完成，要么一个都不改：增加 {added} 行，删除 {removed} 行。',
};
