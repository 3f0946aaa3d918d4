// The words after `limpet gateway`, as settings of the deployment; anything that is not understood is said so.
import { parseArgs } from 'node:util';
import { type ConfigFlags, flagOptions } from '#main/app/config.ts';
import { AppError } from '#main/contract/errors.ts';

export type GatewayArguments = {
  readonly flags: ConfigFlags;
  /** What to do about a damaged database. */
  readonly repair: 'restore' | 'salvage' | undefined;
  /** Make a new token for other devices and print it. */
  readonly newToken: boolean;
};

const ownOptions = { repair: { type: 'string' }, 'new-token': { type: 'boolean' } } as const;

const usage = (word: string) =>
  new AppError('invalid_input', `${word}. Run limpet --help.`, {
    details: { reason: 'usage_option', facts: { word: `${word}.` } },
  });

function read(argv: readonly string[]) {
  try {
    const options = { ...flagOptions, ...ownOptions };
    return parseArgs({ args: [...argv], options, strict: true, allowNegative: true }).values;
  } catch (error) {
    // Node says which word it is and quotes it; its first sentence is enough.
    const [sentence = ''] = (error instanceof Error ? error.message : '').split('. ');
    throw usage(sentence.replace(/\.$/, ''));
  }
}

/** Throws `invalid_input` with reason `usage_option`. */
export function parseGatewayArguments(argv: readonly string[]): GatewayArguments {
  const { repair, 'new-token': newToken, ...flags } = read(argv);
  if (repair !== undefined && repair !== 'restore' && repair !== 'salvage')
    throw usage('--repair takes restore or salvage');
  return {
    flags,
    repair,
    newToken: newToken === true,
  };
}
