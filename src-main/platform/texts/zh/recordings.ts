// Chinese: recordings of lines to devices.
import type { recordings as english } from '../en/recordings.ts';

export const recordings: Record<keyof typeof english, string> = {
  title: '录制',
  text: '与设备之间双向传输的内容。播放时，录制会出现在设备列表中，并逐字节重复同样的内容。发送过的内容也在其中，包括密码。',
  none: '还没有录制。连接设备，然后在其控制台中按“录制”。',
  not_loaded: '无法列出录制',
  start: '录制',
  stop: '停止录制',
  runs: '正在录制，{size}',
  plays: '在设备列表中',
  play: '播放',
  put_away: '收起',
  save: '另存为文件',
  rename: '重命名',
  name: '名称',
  remove: '删除',
  remove_title: '删除 {name}？',
  remove_text: '录制将被永久删除。',
  open: '打开录制',
  waits: '录制时在此处向设备发送了以下内容。再次发送后录制会继续：',
  send: '发送',
  of: '录制 {name}',
  sure: '录制，不是设备',
};
