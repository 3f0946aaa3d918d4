// Whether whoever started the app took the sandbox of its pages away. An AppImage does so by itself where the system has no
// user namespaces; a page without its sandbox is more than Limpet promises to withstand.
export type StartFacts = {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** What stands after `--` is no switch: links and files come there. */
export function isSandboxOff({ argv, environment }: StartFacts): boolean {
  const end = argv.indexOf('--');
  const switches = end === -1 ? argv : argv.slice(0, end);
  return switches.includes('--no-sandbox') || (environment.ELECTRON_DISABLE_SANDBOX ?? '') !== '';
}
