// English: why something was refused, and what is wrong with a rule.
export const policyErrors = {
  reason_mode_look: 'This chat only reads (mode Look), so this was not done.',
  reason_mode_look_action: 'Choose another mode',
  reason_denied_by_rule: 'A rule forbids this: {target}',
  reason_denied_by_rule_action: 'See the rules',
  reason_bad_rule: 'This rule cannot be read, or would allow too much. Correct it.',
  reason_bad_rule_action: 'Correct the rule',
  reason_same_rule: 'There is this rule already.',
  reason_same_rule_action: 'See the rules',
  reason_rule_not_yours: 'This rule is built in, or stands in a file of the folder. It cannot be changed here.',
  reason_rule_not_yours_action: 'See the rules',
  reason_task_in_the_past: 'This task would be over before it begins. Choose a later end.',
  reason_task_in_the_past_action: 'Choose a later end',
  reason_mixed_group: 'These questions differ, so one answer cannot do for all.',
  reason_mixed_group_action: 'Answer them one by one',
  reason_no_always: 'This call cannot be allowed for always. Answer Once or Deny.',
  reason_no_always_action: 'Answer the question',
} as const;
