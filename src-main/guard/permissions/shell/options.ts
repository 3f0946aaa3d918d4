// Options as programs read them: shortened long ones, single letters in a cluster.

export const isOption = (word: string): boolean => word.startsWith('-') && word !== '-';

/** `--checkpoint-act=x` is `--checkpoint-action`: every shortening counts, also one that the program would refuse. */
export function abbreviates(word: string, option: string): boolean {
  const name = word.split('=', 1)[0] ?? word;
  if (!option.startsWith('--'))
    return name === option || (word.startsWith(option) && /^[=,]/.test(word.slice(option.length)));
  return name.length >= 3 && name.startsWith('--') && option.startsWith(name);
}

/** The letters of `-xvf`; empty for anything else. */
export const shortLetters = (word: string): string => /^-([A-Za-z0-9]+)/.exec(word)?.[1] ?? '';
