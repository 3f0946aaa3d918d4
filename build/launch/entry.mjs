// Which bundle the words after `limpet` ask for. Each bundle reads its own options.

const withValue = ['--data-dir', '--model', '--workspace', '--session', '--allow', '--message', '-m'];

/** The first word that is neither an option nor an option's value. */
export function commandOf(args) {
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index];
    if (word === '--') return args[index + 1];
    if (!word.startsWith('-')) return word;
    if (withValue.includes(word)) index += 1;
  }
  return undefined;
}

export function pickEntry(args) {
  const wantsHelp = args.includes('--help') || args.includes('-h') || args.includes('--version') || args.includes('-v');
  return commandOf(args) === 'gateway' && !wantsHelp ? 'gateway.js' : 'cli.js';
}

/** What the gateway's bundle gets: everything but the word `gateway` itself. */
export function argsForEntry(args) {
  if (pickEntry(args) !== 'gateway.js') return args;
  const at = args.indexOf('gateway');
  return args.slice(0, at).concat(args.slice(at + 1));
}
