// What a tool returned, as a plain answer for the person.
import { unmarkUntrusted } from '#main/contract/untrusted-text.ts';
import { errorSentence } from '#main/platform/texts/error-sentence.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { ModelPart } from '../port.ts';

type Call = Extract<ModelPart, { type: 'tool_call' }>;
type Result = Extract<ModelPart, { type: 'tool_result' }>;

/** A fence that no run of backticks in the text can close. */
export function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}\n${text.replace(/\n$/, '')}\n${ticks}`;
}

const inputOf = ({ input }: Call): Readonly<Record<string, unknown>> =>
  typeof input === 'object' && input !== null ? { ...input } : {};

function field(call: Call, name: string): string {
  const value = inputOf(call)[name];
  return typeof value === 'string' ? value : '';
}

const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;

function heading(call: Call, say: Translate): string {
  switch (call.name) {
    case 'device_list':
      return say('models.offline_devices');
    case 'list_directory': {
      const path = field(call, 'path');
      return path === '' ? say('models.offline_listed_here') : say('models.offline_listed', { path: code(path) });
    }
    case 'read_file':
      return say('models.offline_read', { path: code(field(call, 'path')) });
    case 'find_files':
      return say('models.offline_found', { pattern: code(field(call, 'pattern')) });
    case 'search_text':
    case 'search_chats':
      return say('models.offline_searched', { text: code(field(call, 'text')) });
    case 'run_command':
      return say('models.offline_ran', { command: code(field(call, 'command').split('\n')[0] ?? '') });
    case 'web_fetch':
      return say('models.offline_fetched', { url: field(call, 'url') });
    default:
      return '';
  }
}

/** What was switched, and how; the tool says it in the model's language. */
function switched(call: Call, say: Translate): string {
  const pin = code(field(call, 'pin'));
  const level = field(call, 'level');
  if (level !== '') return say(level === 'high' ? 'models.offline_on' : 'models.offline_off', { pin });
  const share = Number(inputOf(call).duty);
  return say('models.offline_dimmed', { pin, percent: String(Math.round(share * 1_000) / 10) });
}

/** What became of a call that has no result of its own: its output is a sentence for a model, this is one for the person. */
function withoutResult({ call }: Result, say: Translate): string | undefined {
  switch (call?.state) {
    case 'denied':
      return call.error === undefined ? say('models.offline_denied') : errorSentence(call.error, say);
    case 'proposed':
      return say('taint.proposed_text');
    case 'stopped':
      return say('models.offline_stopped');
    case 'unknown':
      return say('chat.unknown_text');
    default:
      return undefined;
  }
}

/** In the person's words where the error has some, else in the tool's. */
function failure({ call }: Result, output: string, say: Translate): string {
  const said = call?.error?.details?.reason === undefined ? output : errorSentence(call.error, say);
  return `${say('models.offline_failed')} ${said.includes('\n') ? `\n\n${fence(said)}` : said}`;
}

/** Their output is a sentence. */
const plain: readonly string[] = ['write_file', 'current_time', 'device_connect', 'pin_read'];

/** One line is shown as it is; longer output in a block under a heading. */
export function renderResult(call: Call, result: Result, say: Translate): string {
  const instead = withoutResult(result, say);
  if (instead !== undefined) return instead;
  const output = unmarkUntrusted(result.output).trim();
  if (result.isError) return failure(result, output, say);
  if (output === '') return say('models.offline_done');
  if (call.name === 'pin_write') return switched(call, say);
  if (call.name === 'stop_all') return say('models.offline_all_stopped');
  if (plain.includes(call.name)) return output;
  const title = heading(call, say);
  return title === '' ? fence(output) : `${title}\n\n${fence(output)}`;
}
