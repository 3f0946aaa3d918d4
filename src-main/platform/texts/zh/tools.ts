// Simplified Chinese: titles of tool calls, what a session grant covers, how commands run on this machine.

import type { tools as english } from '../en/tools.ts';
import type { Translation } from '../translation.ts';
import { sandboxTools } from './sandbox.ts';

export const tools: Translation<typeof english> = {
  ...sandboxTools,
  read_file: '读取 {path}',
  write_file: '写入 {path}',
  create_file: '新建 {path}',
  edit_file: '修改 {path}',
  move_file: '将 {from} 移动到 {to}',
  delete_file: '删除 {path}',
  delete_folder_other: '删除 {path} 及其中 {count} 项',
  make_folder: '新建文件夹 {path}',
  apply_patch_other: '一次修改 {count} 个文件',
  list_directory: '列出 {path}',
  find_files: '查找类似 {pattern} 的文件',
  search_text: '在文件中搜索“{text}”',
  run_command: '运行 {command}',
  run_in_background: '在后台启动 {command}',
  command_output: '读取 {process} 输出的内容',
  command_kill: '结束 {process}',
  process_list: '查看后台运行的命令',
  http_request: '{method} {url}',
  sensor_identify: '识别 {device} 上的传感器',
  sensor_read: '读取 {device} 上的 {sensor}',
  i2c_scan: '在 {device} 的 I2C 总线上查找设备',
  i2c_transfer: '与 {device} 的 I2C 总线上的 {address} 通信',
  web_fetch: '获取 {url}',
  search_chats: '在对话中搜索“{text}”',
  current_time: '查看时钟',
  imported_call: '导入之前使用过 {tool}',

  grant_bus_read: '用 {device} 测量',
  grant_bus_write: '再次向 {device} 发送相同的字节',
  grant_write: '此文件夹中的文件修改',
  grant_delete: '在此文件夹中删除',
  grant_network: '{origin} 的网页',
  grant_execute: '仅限这一条命令',

  sandbox_probing: '正在试验沙箱。在它通过检验之前，命令先等待。',
  sandbox_on: '命令在沙箱（bubblewrap）中运行。它们只能写入工作区，看不到主文件夹和密钥，只有在允许时才能访问网络。',
  sandbox_none_missing: '没有找到沙箱，因此每条命令都会询问。安装软件包“bubblewrap”即可为命令提供沙箱。',
  sandbox_none_platform: '这个系统上还没有用于命令的沙箱，因此每条命令都会询问。',
  sandbox_none_blocked: '已安装 bubblewrap，但这个系统不让它启动，因此每条命令都会询问。日志中写有原因。',
  sandbox_off: '这台电脑的沙箱没有通过安全检查，因此命令已关闭。“设置 > 诊断”会显示哪些没有被拦住。',
  sandbox_off_old: '已安装的 bubblewrap 太旧，关不住命令，因此命令已关闭。0.8 或更新的版本可重新启用。',
  view_image: '查看 {name}',
};
