// What the model reads as the result of a call: its output cut to a bound, or what became of it instead.
import type { ToolCall } from '#main/contract/messages.ts';

const limitBytes = 32 * 1024;
const headBytes = 24 * 1024;
const tailBytes = 7 * 1024;

const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;

/** At most 32 KiB of UTF-8 with a notice in the middle that names how to get more. Shorter text comes back as it is. */
export function cutForModel(output: string): string {
  if (output.length * 3 <= limitBytes) return output;
  const bytes = Buffer.from(output.toWellFormed());
  if (bytes.length <= limitBytes) return output;
  let head = headBytes;
  while (isContinuation(bytes[head])) head -= 1;
  let tail = bytes.length - tailBytes;
  while (isContinuation(bytes[tail])) tail += 1;
  const left = tail - head;
  const notice = `\n\n[Output cut: ${left} of ${bytes.length} bytes left out here. Narrow the call (a range of lines, a pattern, a smaller folder), or write the output to a file and read parts of it.]\n\n`;
  return `${bytes.toString('utf8', 0, head)}${notice}${bytes.toString('utf8', tail)}`;
}

export const callTexts = {
  unknown:
    'Unknown outcome: Limpet ended before the result was stored. The call may have run. Check its effect before you repeat it.',
  stopped: 'Not run: the person stopped this turn first.',
  stoppedWhileRunning: 'Stopped by the person while it ran. It may have had part of its effect.',
  proposed:
    'Not done yet: because this chat has read text that is not the person’s, this change was laid before the person as a proposal. Nothing has changed so far. Do not try another way; say what the proposal would do and go on.',
  notFinished: 'No result: the turn ended before this call was run.',
} as const;

/** The same call gives the same text in every later request, so that a vendor's prompt cache holds. */
export function resultForModel(call: ToolCall): { output: string; isError: boolean } {
  switch (call.state) {
    case 'done':
      return { output: text(call, '(no output)'), isError: false };
    case 'failed':
      return { output: text(call, call.error?.message ?? 'The tool failed.'), isError: true };
    case 'denied':
      return { output: text(call, 'Denied.'), isError: true };
    case 'proposed':
      return { output: text(call, callTexts.proposed), isError: false };
    case 'stopped':
      return { output: text(call, callTexts.stopped), isError: true };
    case 'unknown':
      return { output: callTexts.unknown, isError: true };
    case 'planning':
    case 'asking':
    case 'running':
      return { output: callTexts.notFinished, isError: true };
  }
}

function text(call: ToolCall, otherwise: string): string {
  return call.output === undefined || call.output === '' ? otherwise : cutForModel(call.output);
}
