import { expect, it } from 'vitest';
import { pressedKey } from './pressed-key.ts';

it.each([
  [{ key: 'o', code: 'KeyO' }, 'O'],
  [{ key: 'o', code: 'KeyS' }, 'O'], // Dvorak: what is printed on the key counts
  [{ key: 'خ', code: 'KeyO' }, 'O'],
  [{ key: 'л', code: 'KeyK' }, 'K'],
  [{ key: ',', code: 'Comma' }, ','],
  [{ key: 'ArrowUp', code: 'ArrowUp' }, 'ARROWUP'],
])('reads %o as %s', (event, name) => {
  expect(pressedKey(event)).toBe(name);
});
