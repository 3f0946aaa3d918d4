// English: notes.
export const notes = {
  limit_steps:
    'Stopped after {steps, number} steps, the limit of one answer. Continue, or raise the limit in the settings.',
  limit_tokens:
    'Stopped after {tokens, number} tokens, the limit of one answer. Continue, or raise the limit in the settings.',
  limit_cost:
    'Stopped at {cost, money} US dollars, the cost limit of one answer. Continue, or raise the limit in the settings.',
  limit_time: 'Stopped at the time limit of one answer. Continue, or raise the limit in the settings.',
  same_call_failing: 'Stopped: the same call of {tool} failed again and again.',
  max_output: "The answer was cut at the model's output limit. Continue to get the rest.",
  refused: 'The model declined to answer.',
  empty_answer: 'The model sent an empty answer. Try again, or pick another model.',
  suspected_tool_text: 'The model printed something that looks like a tool call. Nothing was run.',
  failover: '{from} did not answer. {to} answers instead. Reason: {reason}',
  retried: 'Tries before this answer: {attempts, number}. Last reason: {reason}',
  compacted_one: 'Made room: {count, number} earlier message was summarised. The original is kept.',
  compacted_other: 'Made room: {count, number} earlier messages were summarised. The originals are kept.',
  compaction_failed: 'The earlier messages could not be summarised. Reason: {reason}',
  trimmed: 'Too long for this model: the oldest part of the chat was left out of what it sees. Nothing was deleted.',
  preparing_call: 'Preparing {tool}',
  unknown_tool: 'Asked for a tool that does not exist: {tool}',
  bad_input: 'Called {tool} with input that does not fit',
  messageDamaged: 'This message was damaged on the disk and cannot be shown.',
} as const;
