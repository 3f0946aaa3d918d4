// Simplified Chinese: why something was refused, and what is wrong with a rule.
import type { policyErrors as english } from '../en/policy-errors.ts';
import type { Translation } from '../translation.ts';

export const policyErrors: Translation<typeof english> = {
  reason_mode_look: '此对话只读（“查看”模式），因此没有执行。',
  reason_mode_look_action: '选择其他模式',
  reason_denied_by_rule: '有规则禁止此操作：{target}',
  reason_denied_by_rule_action: '查看规则',
  reason_bad_rule: '此规则无法读取，或允许得过多。请更正。',
  reason_bad_rule_action: '更正规则',
  reason_same_rule: '已有这条规则。',
  reason_same_rule_action: '查看规则',
  reason_rule_not_yours: '此规则是内置的，或写在文件夹的文件中，无法在这里更改。',
  reason_rule_not_yours_action: '查看规则',
  reason_task_in_the_past: '此任务还没开始就已结束。请选择更晚的结束时间。',
  reason_task_in_the_past_action: '选择更晚的时间',
  reason_mixed_group: '这些问题各不相同，无法用一个答复处理。',
  reason_mixed_group_action: '逐个答复',
  reason_no_always: '此调用无法始终允许。请选择“仅此一次”或“拒绝”。',
  reason_no_always_action: '回答问题',
};
