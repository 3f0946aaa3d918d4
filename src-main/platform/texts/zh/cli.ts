// Simplified Chinese: cli.
import type { cli as english } from '../en/cli.ts';
import type { Translation } from '../translation.ts';

export const cli: Translation<typeof english> = {
  help: `Limpet，运行在你自己电脑上的个人 AI 助手。

  limpet chat -m "…"      提问一次；管道传入的内容附在消息下面
  limpet chat             在终端中逐行对话
  limpet gateway          向这台电脑上的浏览器提供应用
  limpet doctor           检查安装情况；--fix 修复无需选择的问题
  limpet usage            模型的用量、上限和预计
  limpet permissions      规则、每条规则的理由和最近一次生效的时间；try、add 和 remove 见下文
  limpet backup           生成备份；--list 列出备份，--check FILE 检查备份
  limpet restore FILE     用备份代替现有内容，现有内容本身会成为备份
  limpet export           把全部对话存为文件；--session ID 只导出一个，--format markdown、json 或 html，-o FILE
  limpet import FILE      导入 ChatGPT、Claude、OpenClaw、ClawdBot、Octoclaw、PicoClaw 或 Limpet 的对话；--dry-run 只查看
  limpet stop             立即使所有设备的所有输出进入安全状态
  limpet mcp              通过标准输入输出，把 Limpet 自己的工具提供给启动它的程序（MCP）
  limpet link             为正在运行的 Limpet 生成一次性登录链接
  limpet --toggle         显示或隐藏桌面应用的快速对话，用于桌面环境的快捷键

chat
  -m, --message TEXT      消息
  --model VENDOR/NAME     负责回答的模型，例如 anthropic/claude-sonnet-4-5
  --workspace DIR         工作文件夹；否则为当前文件夹
  --session ID            在这个会话中继续
  --allow LIST            无需询问即可做的事：write, execute, network
  --json                  输出一个 JSON 对象而不是文本

permissions
  list                    此文件夹的全部规则，包括已不起作用的
  try "…"                 对命令、路径或地址会如何决定，以及理由
  add allow|ask|deny command|path|host|tool …
                          添加自己的规则；凡是放宽权限的都会先询问
  remove ID               移除一条规则
  --workspace DIR         从此文件夹来看；否则为当前文件夹
  --everywhere            新规则在所有文件夹中有效
  --access ACCESS         路径的访问方式：试用时为 read、write 或 delete，规则中为 any、read 或 write
  --network               带网络试用该命令
  --as KIND               试用的是 command、path、host 或 tool
  --why TEXT              这条规则的理由，供自己查看
  -y, --yes               放宽权限前不询问
  --json                  输出一个 JSON 对象而不是文本

usage
  --days NUMBER           往回多少天，否则为 30
  --json                  输出一个 JSON 对象而不是文本

gateway
  --host ADDRESS          否则为 127.0.0.1
  --port NUMBER           否则为 18789，被占用时用空闲端口
  --NAME VALUE            任意设置，例如 --theme dark 或 --limits-steps-per-turn 20；
                          也可从 LIMPET_NAME 和数据文件夹中的 config.json 读取

任何位置
  --data-dir DIR          数据文件夹；否则为 LIMPET_DATA_DIR 或通常的位置
  --version, --help

退出码：0 完成，1 失败，2 用法错误，3 离线且无法理解，4 有操作被拒绝，
5 另一个 Limpet 占用数据文件夹且没有响应，130 已取消。
标准输出只包含回答；其他内容都写到错误输出。`,

  usage_option: '{word}。limpet --help 列出全部选项。',
  usage_allow: '--allow 接受 write、execute 和 network，不接受“{word}”。',
  usage_stranger: '此命令没有选项 --{word}。limpet --help 列出全部选项。',
  usage_extra: '多了一个词：“{word}”。请把多个词的消息加上引号，放在 -m 后面。',
  usage_format: '--format 接受 markdown、json 和 html，不接受“{word}”。',
  usage_subject: '缺少一个词：{word}',
  usage_command: '没有命令“{word}”。limpet --help 列出全部命令。',
  usage_no_message: '没有消息。请用 -m 给出，或通过管道传入。',
  usage_days: '--days 接受 1 到 92 的数字，不接受“{word}”。',
  usage_as: '--as 接受 command、path、host 和 tool，不接受“{word}”。',
  usage_access: '--access 不接受“{word}”。limpet --help 列出可用的值。',
  usage_permissions: 'limpet permissions 接受 list、try、add 和 remove，不接受“{word}”。',
  usage_model: '--model 写作 vendor/name，而不是“{word}”。',
  usage_session: '“{word}”不是会话。',
  usage_input_long: '输入超过 {word} 个字符。请存入文件，再给出文件名。',

  waiting_for_input: '正在等待标准输入结束（Ctrl+D 结束输入）。',
  waiting_for_others: '另一个命令仍在使用这个 Limpet，正在等它结束。Ctrl+C 会结束两者。',
  workspace_instead: '在 {folder} 中工作，因为 {refused} 不能用作工作区。',
  talk_hello: '在 {workspace} 中工作。空行不起作用，/exit 或 Ctrl+D 结束。',
  talk_commands: '这里没有命令 /{name}。可用的有：',
  talk_model: '由 {model} 回答。',
  talk_no_model: `Limpet 是运行在你自己电脑上的助手：它读取和修改文件、运行命令，行动前先询问。
还没有连接模型，因此只理解简单命令，不会询问任何服务商。“help”会列出它们。
要连接模型，请任选一种方式：
  - 在启动 Limpet 前设置密钥，例如 {variables}
  - 在这台电脑上启动 Ollama、LM Studio 或其他模型服务器
  - 运行 limpet gateway，再打开它输出的链接：设置过程会测试密钥并妥善保管`,
  no_model:
    '[无模型] 这个回答由规则生成。要连接模型，请设置密钥（例如 {variables}）、启动 Ollama，或通过 limpet gateway 完成设置。',

  permissions_widens: '此后助手无需询问即可执行：{what}',
  permissions_without: '仅由此规则阻止的操作：{rule}',
  permissions_say_yes: '此处无法询问任何人。如确实需要，请加上 --yes。',

  allowed: '已由 --allow 允许：{what}',
  denied: '已拒绝，因为没有人可以询问：{what}。要允许它，请加上 --allow {allow}',
  approval_in: '在 {folder} 中',
  approval_sandboxed: '在沙箱内',
  approval_not_sandboxed: '不在沙箱内',
  approval_network: '可以访问网络',
  approval_hidden_characters: '注意：其中有不显示的字符，这里写作 \\u{…}。',
  approval_mixed_scripts: '注意：有一个词混用了外形相似的多种文字的字母。',
  approval_session_of: '来自“{session}”的询问',
  approval_session_means: 's 表示：{what}',
  approval_question: '允许吗？{choices} [n]',
  approval_choice_once: 'y = 一次',
  approval_choice_group: 'g = 对所示全部 {count} 项允许一次',
  approval_choice_session: 's = 本次会话',
  approval_choice_always: 'a = 始终',
  approval_choice_deny: 'n = 拒绝，d = 拒绝并停止',
  approval_always_means: 'a 表示：{what}',
  approval_why: '询问原因：{why}',
  approval_source: '可能源于在这里读到的内容：{source}',
  approval_outgoing: '这些内容将发送到 {to}：',

  call_running: '… {what}',
  call_failed: '失败：{what}',
  call_denied: '已拒绝：{what}',
  call_stopped: '已停止：{what}',
  call_unknown: '可能已运行：{what}',
  retry: '第 {attempt} 次尝试失败：{reason}',
  may_have_run_other: '可能有 {count} 个步骤已运行，而 Limpet 不知道结果如何。重复之前请先检查。',
  stopping: '正在停止。再按一次立即放弃。',
  stopped: '已停止。已有内容保留。',
  interrupted: '回答被中断。可在同一会话中要求继续。',
  cancelled: '已取消。',

  backup_made: '备份已生成：{name}（{megabytes, number} MB，对话：{sessions, number}，消息：{messages, number}）',
  backup_sound: '完好：{name}，生成于 {at}（对话：{sessions, number}，消息：{messages, number}）',
  backup_line: '{name}  {at}  {megabytes, number} MB  对话：{sessions, number}  消息：{messages, number}',
  backup_none: '{folder} 中还没有备份。limpet backup 可生成一个。',
  backup_unreadable: '无法读取这个备份：{name}',
  backup_missing_other: '{count} 个附件的内容缺失或已损坏，因此不在备份中。',
  restored: '已恢复：{name}，生成于 {at}（对话：{sessions, number}，消息：{messages, number}）',
  restored_later: '已就绪：{name}，生成于 {at}。当前使用数据文件夹的命令必须先结束；下次启动时采用它。',
  restored_before: '之前的内容现在是一个备份：{name}',
  restored_keys: '任何备份都不含密钥。这台电脑上的密钥保持不变。',

  fix_hint: 'limpet doctor --fix 修复无需选择的问题。',
  fix_no_help: '已尝试，但情况没有改变：{fix}',
  fix_failed: '没有修复（{fix}）：{reason}',

  locked: '密钥文件已锁定，因此已连接的模型无法回答。离线命令可用。',
  passphrase: '密钥文件的口令（留空：不解锁继续）：',
  passphrase_wrong: '口令不对。',

  system_failed: '没有成功：{reason}。请检查路径，或用 --data-dir 选择另一个数据文件夹。',
  second_copy: '另一个 Limpet 占用了数据文件夹且没有响应。请结束它，或用 --data-dir 选择另一个文件夹。',
  no_running: '没有 Limpet 在使用这个数据文件夹。请这样启动：{command}',
  toggle_no_app: '没有桌面应用在使用这个数据文件夹。请打开 Limpet，然后重试。',
  paused: 'Limpet 已暂停，因此消息会等待。请在应用或它的托盘菜单中让它继续。',
  no_page: '正在运行的 Limpet 是桌面应用，不提供网页。请查看它的窗口。',
  corrupt_database:
    '数据库已损坏。请用 {command} --repair restore（最新的完好副本）或 --repair salvage（尚可读取的内容）修复。',
  question_yes_no: '[y/n]',
  question_choice: '你选择的编号（空行：拒绝）：',
  question_choices: '你选择的编号，用逗号隔开（空行：拒绝）：',
  question_text: '你的回答（空行：拒绝）：',
  question_page: '在那里完成后按回车（Ctrl+D：拒绝）：',
  question_nobody: '提出了问题，但没有人可以回答：{question}',
  approval_keys: 'Limpet 会在途中填入已存储的密钥 {keys}，仅发往 {host}。',
  stop_done: '已停止。在窗口中解除之前不会切换任何输出。',
  stop_unsafe: '未能进入安全状态：{device}。{reason}',
  stop_no_app: '此数据文件夹没有正在运行的 Limpet，因此没有设备被占用。请直接查看板子。',
};
