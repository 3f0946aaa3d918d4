// Simplified Chinese: what went wrong with an update, of the app or of its data.
import type { updateErrors as english } from '../en/update-errors.ts';
import type { Translation } from '../translation.ts';

export const updateErrors: Translation<typeof english> = {
  reason_rehearsal_failed:
    '你的数据无法转换到这个版本（{problem}），这是在副本上试运行时发现的。没有更改任何内容：请使用之前的版本，并报告此问题。',
  reason_rehearsal_failed_action: '使用之前的版本',
  reason_upgrade_failed: '你的数据无法转换到这个版本（{problem}）。数据已恢复原样：请使用之前的版本，并报告此问题。',
  reason_upgrade_failed_action: '使用之前的版本',
  reason_snapshot_gone: '这个副本已无法恢复。请选择另一个。',
  reason_snapshot_gone_action: '选择其他副本',
  reason_turns_running: '有对话正在写回答。请等它们结束，或停止它们。',
  reason_turns_running_action: '停止',
  reason_update_unsigned: '更新列表没有 Limpet 开发者的签名。没有安装任何内容；请稍后再试。',
  reason_update_unsigned_action: '稍后再试',
  reason_update_channel: '更新列表属于另一个渠道。没有安装任何内容；请稍后再试。',
  reason_update_channel_action: '稍后再试',
  reason_update_expired: '更新列表已过期。请手动查找较新的版本。',
  reason_update_expired_action: '手动查找',
  reason_update_older_list: '更新列表比之前见过的更旧。没有安装任何内容；请稍后再试。',
  reason_update_older_list_action: '稍后再试',
  reason_update_minimum: '版本 {version} 需要先安装版本 {minimum}。请手动安装该版本。',
  reason_update_minimum_action: '手动安装 {minimum}',
  reason_update_no_file: '新版本没有适用于这个系统的软件包。请手动安装。',
  reason_update_no_file_action: '手动安装',
  reason_update_missing: '没有可安装的更新。请先检查更新。',
  reason_update_missing_action: '检查更新',
  reason_update_working: '正在检查或下载更新。请等它结束。',
  reason_update_working_action: '等待',
  reason_update_address: '更新只通过 https 获取。这个构建指定了其他地址。',
  reason_update_address_action: '使用官方构建',
  reason_update_unreachable: '无法连接更新服务器。请检查网络连接，或稍后再试。',
  reason_update_unreachable_action: '重试',
  reason_update_damaged: '收到的文件与公布的不一致。没有安装任何内容；请重试。',
  reason_update_damaged_action: '重试',
};
