// Words in commands, values and folders of a server that stand for something else.

/** The folder of the session that calls it. */
export const workspaceWord = wordOf('workspace');
/** The folder that its bundle was unpacked to. */
export const bundleWord = wordOf('__dirname');
/** What the person is asked for once. */
export const inputWord = (id: string) => wordOf(`input:${id}`);

export function wordOf(name: string): string {
  return `$\u007b${name}}`;
}
