// What the scripts of a release have in common: options, help, and one line instead of a stack when something is wrong.
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

export type Command<Options extends ParseArgsOptionsConfig> = {
  readonly usage: string;
  readonly options: Options;
  readonly run: (values: Values<Options>, words: readonly string[]) => Promise<void> | void;
};
export type Values<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true }>
>['values'];

/** Runs it with the words after the script; `--help` is understood by all. */
export async function runCommand<Options extends ParseArgsOptionsConfig>(command: Command<Options>): Promise<void> {
  if (process.argv.slice(2).includes('--help')) return console.log(command.usage);
  try {
    const { values, positionals } = parseArgs({ options: command.options, allowPositionals: true });
    await command.run(values as Values<Options>, positionals);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

/** Throws with the command's usage when an option that must be there is not. */
export function needed(value: string | undefined, usage: string): string {
  if (value === undefined || value === '') throw new Error(usage);
  return value;
}
