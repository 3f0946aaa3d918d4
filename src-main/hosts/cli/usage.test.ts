// Usage on the command line: lines that say what is unknown, and the whole as JSON.
import { describe, expect, it } from 'vitest';
import type { LimpetClient } from '#main/contract/contract.ts';
import { SessionId } from '#main/contract/ids.ts';
import { type Spent, UsageReport } from '#main/contract/usage.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { parseArguments } from './arguments.ts';
import { exitCodes } from './exit-codes.ts';
import { createFakeTerminal } from './testing/fake-terminal.ts';
import { usage } from './usage.ts';

const spent = (change: Partial<Spent> = {}): Spent => ({
  ...{ calls: 2, inputTokens: 1_000, outputTokens: 234, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 },
  ...{ costUsd: 1.5, unpricedCalls: 0, countedUsd: 1.5, estimatedCalls: 0 },
  ...change,
});
const unknown = spent({ costUsd: 0, unpricedCalls: 2, countedUsd: 0.25, estimatedCalls: 1 });
const report: UsageReport = {
  today: {
    ...{ day: '2026-11-27', timeZone: 'Europe/Berlin', since: 0, until: 1, spent: unknown },
    caps: { costUsdPerDay: 20, tokensPerDay: 1_000_000 },
  },
  days: [
    { day: '2026-11-26', since: 0, spent: spent({ calls: 0, costUsd: 0 }) },
    { day: '2026-11-27', since: 0, spent: unknown },
  ],
  models: [
    { model: 'openai/gpt-6-sol', spent: spent(), price: { inputPerMTok: 2, outputPerMTok: 10, asOf: '2026-10-27' } },
    { model: 'mine/odd\u001b[31m', spent: unknown },
  ],
  kinds: [{ kind: 'summary', spent: spent() }],
  sessions: [{ sessionId: SessionId.parse('s1'), title: 'Tides', spent: spent() }, { spent: unknown }],
  sessionsLeftOut: 0,
  total: spent({ calls: 4, unpricedCalls: 2 }),
  prices: { newest: '2026-10-27', oldest: '2026-10-27' },
  forecast: [{ kind: 'summary', runs: 0, basis: 'none', days: 0, unpricedCalls: 0 }],
};

async function run(argv: readonly string[], given: UsageReport = report) {
  const terminal = createFakeTerminal();
  const asked: unknown[] = [];
  const ask = async (input: unknown) => {
    asked.push(input);
    return given;
  };
  // One operation is all that the command asks.
  const api = { usage: { report: ask } } as unknown as Pick<LimpetClient, 'usage'>;
  const args = parseArguments(['usage', ...argv]);
  if (args.command !== 'usage') throw new Error('another command');
  const code = await usage({ api, terminal, t: createTranslate('en'), signal: neverAborts }, args);
  return { code, out: terminal.written.out, asked };
}

describe('limpet usage', () => {
  it('says what was used, what is unknown, and when prices were checked', async () => {
    const { code, out, asked } = await run(['--days', '2']);
    expect(code).toBe(exitCodes.ok);
    expect(asked).toEqual([{ days: 2 }]);
    expect(out).toContain('≈ $0.2500 of $20.00');
    expect(out).toMatch(/openai\/gpt-6-sol +2 calls +1,234 tokens +\$1\.50/);
    expect(out).toMatch(/odd.* unknown/);
    expect(out).not.toContain('\u001b');
    expect(out).not.toContain('2026-11-26');
    expect(out).toContain('Prices were checked on 2026-10-27.');
    expect(out).toContain('Outside of chats');
    expect(out).toMatch(/not yet, so there is nothing to go by/);
  });

  it('gives the whole report as one JSON object', async () => {
    const { out } = await run(['--json']);
    expect(UsageReport.parse(JSON.parse(out))).toEqual(report);
  });

  it.each(['0', '93', 'many', '1.5', '-1'])('refuses --days=%s', (days) => {
    expect(() => parseArguments(['usage', `--days=${days}`])).toThrow(/1 to 92/);
  });
});
