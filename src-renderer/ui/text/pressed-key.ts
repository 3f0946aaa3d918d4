// The key of a shortcut, also where the keyboard writes other letters than the shortcut is named by.

/**
 * As it is printed in shortcuts: `O` for that letter. With a layout of another script, such as Arabic, the letter that
 * stands there on a Latin keyboard.
 */
export function pressedKey({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string {
  const isOtherScript = key.length === 1 && key > '\u02af';
  return (isOtherScript ? code.replace(/^(Key|Digit)(?=.$)/, '') : key).toUpperCase();
}
