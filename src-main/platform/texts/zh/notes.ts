// Simplified Chinese: notes.
import type { notes as english } from '../en/notes.ts';
import type { Translation } from '../translation.ts';

export const notes: Translation<typeof english> = {
  limit_steps: '在 {steps, number} 步后停止，已达到一次回答的上限。可以继续，或在设置中提高上限。',
  limit_tokens: '在 {tokens, number} 个 token 后停止，已达到一次回答的上限。可以继续，或在设置中提高上限。',
  limit_cost: '在 {cost, money} 美元处停止，已达到一次回答的费用上限。可以继续，或在设置中提高上限。',
  limit_time: '已达到一次回答的时间上限，因此停止。可以继续，或在设置中提高上限。',
  same_call_failing: '已停止：对 {tool} 的同一个调用一再失败。',
  max_output: '回答在模型的输出上限处被截断。继续即可得到其余部分。',
  refused: '模型拒绝回答。',
  empty_answer: '模型发来了空的回答。请重试，或换一个模型。',
  suspected_tool_text: '模型输出了看起来像工具调用的文本。没有运行任何内容。',
  failover: '{from} 没有回答，由 {to} 代为回答。原因：{reason}',
  retried: '这次回答之前的尝试次数：{attempts, number}。最后的原因：{reason}',
  compacted_other: '已腾出空间：总结了 {count, number} 条较早的消息。原文保留。',
  compaction_failed: '较早的消息无法总结。原因：{reason}',
  trimmed: '对这个模型来说太长：对话最早的部分没有给它看。没有删除任何内容。',
  preparing_call: '正在准备 {tool}',
  unknown_tool: '要求使用不存在的工具：{tool}',
  bad_input: '调用 {tool} 时输入不符合要求',
  messageDamaged: '这条消息在磁盘上已损坏，无法显示。',
};
