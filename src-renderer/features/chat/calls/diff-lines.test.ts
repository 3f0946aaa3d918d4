import { describe, expect, it } from 'vitest';
import { diffLines } from './diff-lines.ts';

const diff = `--- a/x
+++ b/x
@@ -10,3 +10,4 @@ function f() {
 same
-old
+new
+--- looks like a header
 end
@@ -40 +41 @@
-a
\\ No newline at end of file
+b
`;

describe('a diff as lines', () => {
  it('numbers both sides, keeps every changed line and marks what is skipped', () => {
    expect(
      diffLines(diff).map((line) => `${line.kind} ${line.newNumber ?? line.oldNumber ?? ''} ${line.text}`),
    ).toEqual([
      'gap  function f() {',
      'same 10 same',
      'removed 11 old',
      'added 11 new',
      'added 12 --- looks like a header',
      'same 13 end',
      'gap  ',
      'removed 40 a',
      'gap  No newline at end of file',
      'added 41 b',
    ]);
  });
});
