// 中文：虚拟开发板、线路录制，以及 Limpet 单独运行的部分。
import type { boardErrors as english } from '../en/board-errors.ts';
import type { Translation } from '../translation.ts';

export const boardErrors: Translation<typeof english> = {
  reason_service_start: 'Limpet 的一个独立进程未能启动。请重试；如果仍然失败，请重新安装 Limpet。',
  reason_service_start_action: '重试',
  reason_firmware_damaged: '虚拟开发板的程序已损坏。请重新安装 Limpet。',
  reason_firmware_damaged_action: '重新安装 Limpet',
  reason_board_not_started: '此虚拟开发板尚未启动。',
  reason_board_not_started_action: '启动',
  reason_recording_damaged: '这不是线路录制文件，或者它已损坏（第 {line} 行）。请选择其他文件。',
  reason_recording_damaged_action: '选择其他文件',
  reason_replay_differs: '发送的内容与录制不一致。录制时使用的是其他命令或其他版本。',
  reason_replay_differs_action: '重新录制',
  reason_recording_not_saved: '录制未能保存。请检查磁盘是否已满，或选择其他位置。',
  reason_recording_not_saved_action: '选择其他位置',
  reason_recording_missing: '此录制文件已不存在。',
  reason_recording_missing_action: '选择其他文件',
  reason_too_many_recordings: '打开的录制文件过多。',
  reason_too_many_recordings_action: '收起一个',
  reason_recording_runs: '此线路正在录制。请先停止录制。',
  reason_recording_runs_action: '停止录制',
  reason_recordings_full: '最多保留 {limit} 个录制。请先删除一个。',
  reason_recordings_full_action: '删除一个',
};
