// Simplified Chinese: models.
import type { models as english } from '../en/models.ts';
import type { Translation } from '../translation.ts';

export const models: Translation<typeof english> = {
  offline_name: '离线命令',
  offline_about:
    '这是离线模式：没有模型，只有简单的英语命令；关于设备的命令也可以用中文。要连接模型，请打开“设置 > 模型与密钥”。',
  offline_footer: '_离线命令，没有模型。请在“设置 > 模型与密钥”中连接一个。_',
  offline_unknown: '我不明白：离线时没有模型，只有这些命令。',
  offline_help: `| 作用 | 这样说 |
|---|---|
| 列出文件 | \`list the files here\` · \`ls src\` |
| 读取文件 | \`show me notes.txt\` · \`lines 10-20 of src/app.ts\` |
| 查找文件 | \`find *.md\` · \`find files named report in docs\` |
| 在文件中搜索 | \`search for tide in src\` |
| 写入文件 | \`write hello to a.txt\`，或 \`write to a.txt:\` 并在后面几行写上文本 |
| 运行命令 | \`run npm test\` · \`$ ls -la\` |
| 获取网页 | \`fetch https://example.org\` |
| 设备 | \`有哪些设备\` · \`连接设备\` |
| 测量 | \`读取温度\` · \`画出最近一小时\` |
| 开关 | \`打开LED灯\` · \`把风扇调到40%\` · \`全部停止\` |
| 搜索你的对话 | \`search my chats for tide\` |
| 时间和日期 | \`what time is it\` |
| 这份列表 | \`help\` |`,
  offline_no_device:
    '还没有允许的设备，或者没有插入设备。请打开“设备”，插入一块板或在那里启动一块虚拟板，然后点“允许”。',
  offline_no_tool: '这里做不到：{tool} 已关闭。',
  offline_listed_here: '此文件夹中：',
  offline_listed: '{path} 中：',
  offline_read: '{path}：',
  offline_found: '与 {pattern} 匹配的文件：',
  offline_searched: '搜索 {text} 的结果：',
  offline_ran: '{command}：',
  offline_fetched: '来自 {url}：',
  offline_devices: 'Limpet 可以使用的设备：',
  offline_on: '{pin} 已打开。',
  offline_off: '{pin} 已关闭。',
  offline_dimmed: '{pin} 现在是 {percent}%。',
  offline_all_stopped: '所有输出都处于安全状态。在你解除停止之前，不会再切换任何东西。',
  offline_failed: '没有成功。',
  offline_done: '完成。没有可显示的内容。',
  offline_denied: '这件事被拒绝了，因此没有做。再提一次要求，就会再次询问。',
  offline_stopped: '这件事在完成前被停止。再说一次即可重试。',
};
