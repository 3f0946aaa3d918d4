// Simplified Chinese: artefacts.
import type { artefacts as english } from '../en/artefacts.ts';
import type { Translation } from '../translation.ts';

export const artefacts: Translation<typeof english> = {
  show_call: '显示 {title}',
  tab: '预览',
  which: '哪个预览',
  version: '版本',
  version_of: '版本 {number}，{when}',
  show_source: '显示源代码',
  show_preview: '显示预览',
  copy: '复制源代码',
  save: '保存为文件',
  not_read: '无法读取这个预览。',
  not_drawn: '无法绘制：{reason}',
  no_chart: '这不是可以绘制的图表。',
  see_source: '源代码里可以看到给出的内容。',
  rows_other: '{count} 行',
  numbers: '{title} 的数据',
  chart_label: '标签',
  chart_value: '数值',
  chart_series: '系列',
};
