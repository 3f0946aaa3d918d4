// The emergency stop on the command line: what was not made safe is said, and is a failure.
import { describe, expect, it } from 'vitest';
import type { LimpetClient } from '#main/contract/contract.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { parseArguments } from './arguments.ts';
import { exitCodes } from './exit-codes.ts';
import { stop } from './stop.ts';
import { createFakeTerminal } from './testing/fake-terminal.ts';

const unsafe = [
  {
    ...{ device: 'usb:1', deviceName: 'Bench\u001b[31m' },
    error: { code: 'timeout' as const, message: 'No.', retryable: false, details: { reason: 'not_made_safe' } },
  },
];

async function run(argv: readonly string[], failed: typeof unsafe) {
  const terminal = createFakeTerminal();
  // One operation is all that the command asks.
  const api = { bench: { stopAll: async () => ({ safe: ['usb:2'], unsafe: failed }) } } as unknown as Pick<
    LimpetClient,
    'bench'
  >;
  const args = parseArguments(['stop', ...argv]);
  if (args.command !== 'stop') throw new Error('another command');
  const code = await stop({ api, terminal, t: createTranslate('en'), signal: neverAborts }, args);
  return { code, terminal };
}

describe('limpet stop', () => {
  it('says that everything is stopped', async () => {
    const { code, terminal } = await run([], []);
    expect(code).toBe(exitCodes.ok);
    expect(terminal.written.out).toContain('Nothing is switched until you release it');
  });

  it('names what was not made safe, and fails', async () => {
    const { code, terminal } = await run([], unsafe);
    expect(code).toBe(exitCodes.failed);
    expect(terminal.written.err).toContain('NOT made safe: Bench\\e[31m.');
  });

  it('says it to programs as one object, and has no way to let go again', async () => {
    const { terminal } = await run(['--json'], unsafe);
    expect(JSON.parse(terminal.written.out)).toMatchObject({ safe: ['usb:2'], unsafe: [{ device: 'usb:1' }] });
    expect(() => parseArguments(['stop', '--release'])).toThrow();
  });
});
