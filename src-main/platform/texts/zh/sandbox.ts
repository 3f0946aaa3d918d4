// Simplified Chinese: what closes commands in, wherever the app names it.
import type * as english from '../en/sandbox.ts';

export const sandboxChat: Record<keyof typeof english.sandboxChat, string> = {
  'tier_sandbox-runtime': '沙箱内运行',
  tier_docker: '容器内运行',
};

export const sandboxSettings: Record<keyof typeof english.sandboxSettings, string> = {
  'tier_sandbox-runtime': '沙箱内运行',
  tier_docker: '容器内运行',
  'tier_sandbox-runtime_text': '命令只能看到它的对话的文件夹和极少的其他内容。允许联网时，一律经过 Limpet 自己的代理。',
  tier_docker_text: '每条命令都在自己的容器中运行，只能看到它的对话的文件夹。允许联网时，一律经过 Limpet 自己的代理。',
  sandbox_version: '{name}，版本 {version}',
  sandbox_by_bubblewrap: 'bubblewrap',
  'sandbox_by_sandbox-runtime': 'Sandbox Runtime',
  sandbox_by_docker: 'Docker',
  sandbox_limits_process:
    '命令的每个进程最多使用 {memory} 内存、单个文件 {file}、打开 {files} 个文件；每个账户最多 {processes} 个进程。每条命令都有时间限制。',
  sandbox_limits_command:
    '每条命令合计最多使用 {memory} 内存、单个文件 {file}、{processes} 个进程，每个进程最多打开 {files} 个文件。每条命令都有时间限制。',
};

export const sandboxTools: Record<keyof typeof english.sandboxTools, string> = {
  sandbox_on_runtime:
    '命令在沙箱（Sandbox Runtime）中运行。它们只能写入工作区，看不到主文件夹和密钥，只有在允许时才能通过 Limpet 自己的代理访问网络。',
  sandbox_on_docker:
    '每条命令都在 Docker 容器中运行。它只能写入工作区，看不到这台电脑的其他内容，只有在允许时才能通过 Limpet 自己的代理访问网络。',
  sandbox_none_bubblewrap: '已选择 bubblewrap，但这里没有安装，因此每条命令都会询问。请安装它，或在设置中另选。',
  sandbox_none_sandbox_runtime:
    '已选择 Sandbox Runtime，但缺少它需要的东西，因此每条命令都会询问。日志中写有原因；也可在设置中另选。',
  sandbox_none_docker:
    '已选择 Docker，但它没有运行或缺少镜像，因此每条命令都会询问。请启动 Docker 并获取镜像 node:24-bookworm，或在设置中另选。',
};

export const sandboxSetting: Record<keyof typeof english.sandboxSetting, string> = {
  sandbox_backend: '用什么隔离命令',
  sandbox_backend_help: '“自动”会采用第一个可用的方式。每种方式都必须先通过同样的检查，命令才会运行。',
  sandbox_backend_option_auto: '自动',
  sandbox_backend_option_bubblewrap: 'bubblewrap（Linux）',
  'sandbox_backend_option_sandbox-runtime': 'Sandbox Runtime（macOS、Linux）',
  sandbox_backend_option_docker: 'Docker',
};
