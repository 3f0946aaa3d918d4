// @vitest-environment happy-dom
import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { TextDiff } from './text-diff.tsx';

it('shows each line with its sign and says it, without the head of the patch', () => {
  const head = `Index: SKILL.md\n${'='.repeat(67)}\n--- SKILL.md\n+++ SKILL.md\n`;
  render(<TextDiff diff={`${head}@@ -1,2 +1,2 @@\n same\n-old\n+new\n@@ -9,1 +9,1 @@\n--- a list\n`} />);
  const box = screen.getByRole('group');
  const rows = [...box.querySelectorAll('.flex')].map((row) => row.textContent);
  expect(rows).toEqual([' same', '-removed: old', '+added: new', '…', '-removed: -- a list']);
  expect(box.textContent).not.toContain('Index');
});
