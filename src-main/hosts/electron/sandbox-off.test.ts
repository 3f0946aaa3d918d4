import { describe, expect, it } from 'vitest';
import { isSandboxOff } from './sandbox-off.ts';

describe('the sandbox of the pages', () => {
  it.each([
    [['/opt/Limpet/limpet'], {}, false],
    [['/opt/Limpet/limpet', '--no-sandbox'], {}, true],
    [['/opt/Limpet/limpet', '--data-dir', '/tmp/x', '--no-sandbox'], {}, true],
    [['/opt/Limpet/limpet', '--', '--no-sandbox'], {}, false],
    [['/opt/Limpet/limpet', '--no-sandbox-please'], {}, false],
    [['/opt/Limpet/limpet'], { ELECTRON_DISABLE_SANDBOX: '1' }, true],
    [['/opt/Limpet/limpet'], { ELECTRON_DISABLE_SANDBOX: '' }, false],
  ])('%j %j: off is %s [T38]', (argv, environment, off) => {
    expect(isSandboxOff({ argv, environment })).toBe(off);
  });
});
