// What may be a shortcut for the whole system, before the system is asked.
export type CheckedKeys =
  | { readonly type: 'off' }
  | { readonly type: 'ok'; readonly keys: string }
  | { readonly type: 'wrong' };

const modifiers: Readonly<Record<string, string>> = {
  command: 'Command',
  cmd: 'Command',
  control: 'Control',
  ctrl: 'Control',
  commandorcontrol: 'CommandOrControl',
  cmdorctrl: 'CommandOrControl',
  alt: 'Alt',
  option: 'Alt',
  altgr: 'AltGr',
  shift: 'Shift',
  super: 'Super',
  meta: 'Super',
};
const named = ['Space', 'Tab', 'Backspace', 'Delete', 'Insert', 'Return', 'Up', 'Down', 'Left', 'Right', 'Home', 'End']
  .concat(['PageUp', 'PageDown', 'Escape', 'Plus', 'PrintScreen'])
  .map((name) => [name.toLowerCase(), name] as const);
const keysByName: ReadonlyMap<string, string> = new Map([...named, ['enter', 'Return'], ['esc', 'Escape']]);

function keyOf(word: string): string | undefined {
  if (/^[a-z0-9]$/i.test(word)) return word.toUpperCase();
  if (/^f([1-9]|1\d|2[0-4])$/i.test(word)) return word.toUpperCase();
  if (/^[`\-=[\]\\;',./]$/.test(word)) return word;
  return keysByName.get(word.toLowerCase());
}

/**
 * `Ctrl + shift+space` becomes `Control+Shift+Space`. A key that is typed needs a modifier besides Shift: it would be taken
 * away from every other program.
 */
export function checkKeys(text: string): CheckedKeys {
  if (text.trim() === '') return { type: 'off' };
  const words = text.split('+').map((word) => word.trim());
  const key = keyOf(words.at(-1) ?? '');
  const held = words.slice(0, -1).map((word) => modifiers[word.toLowerCase()]);
  if (key === undefined || held.includes(undefined) || new Set(held).size !== held.length) return { type: 'wrong' };
  const isFree = /^F\d/.test(key) || key === 'PrintScreen';
  if (!isFree && !held.some((name) => name !== 'Shift')) return { type: 'wrong' };
  return { type: 'ok', keys: [...held, key].join('+') };
}
