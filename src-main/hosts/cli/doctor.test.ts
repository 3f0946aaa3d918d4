// The doctor on the command line: sentences, marks, exit code.
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LimpetClient } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Finding } from '#main/contract/system.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { checkPort } from './check-port.ts';
import { doctor } from './doctor.ts';
import { exitCodes } from './exit-codes.ts';
import { createFakeTerminal } from './testing/fake-terminal.ts';

const found = (state: Finding['state'], key: string): Finding => ({ id: key, state, key: `system.${key}`, params: {} });

function run(findings: Finding[], json = false) {
  const terminal = createFakeTerminal();
  // One operation is all that the command asks.
  const api = { system: { doctor: async () => ({ findings }) } } as unknown as Pick<LimpetClient, 'system'>;
  const more = async () => [found('ok', 'doctor_sandbox_probing')];
  const deps = { api, terminal, t: createTranslate('en'), signal: neverAborts, more };
  return { terminal, code: doctor(deps, { command: 'doctor', json, fix: false, dataFolder: undefined }) };
}

describe('limpet doctor', () => {
  it('marks each sentence and fails on an error alone', async () => {
    const fine = run([found('warning', 'doctor_sandbox_none')]);
    expect(await fine.code).toBe(exitCodes.ok);
    expect(fine.terminal.written.out.split('\n').map((line) => line[0])).toEqual(['!', '✓', undefined]);
    expect(await run([found('error', 'doctor_space_none')]).code).toBe(exitCodes.failed);
  });
  it('gives one JSON object with --json', async () => {
    const { terminal, code } = run([found('warning', 'doctor_sandbox_none')], true);
    await code;
    const { findings } = JSON.parse(terminal.written.out);
    expect(findings[0]).toEqual({
      id: 'doctor_sandbox_none',
      state: 'warning',
      text: expect.stringMatching(/^No sandbox/),
    });
  });
  it('mends with --fix what needs no choice, says what was done, and fails only for what is left', async () => {
    const safe = { type: 'apply', key: 'system.fix_probe_again', isChoice: false } as const;
    const chosen = { type: 'apply', key: 'system.fix_test_connection', isChoice: true } as const;
    let findings: Finding[] = [
      { ...found('error', 'doctor_sandbox_off'), params: { probes: 'x' }, fix: safe },
      { ...found('warning', 'doctor_model_failing'), params: { connection: 'Mine' }, fix: chosen },
      { ...found('error', 'doctor_config_damaged'), params: { file: 'f' }, fix: safe },
      { ...found('warning', 'doctor_backup_none'), fix: safe },
      { ...found('warning', 'doctor_secrets_locked'), fix: { type: 'open', section: 'secrets' } },
    ];
    const asked: string[] = [];
    const terminal = createFakeTerminal();
    const system = {
      doctor: async () => ({ findings }),
      fix: async ({ findingId }: { findingId: string }) => {
        asked.push(findingId);
        if (findingId === 'doctor_config_damaged') throw new AppError('unavailable', 'The disk is full.');
        if (findingId === 'doctor_sandbox_off') findings = findings.filter((one) => one.id !== findingId);
        return { findings };
      },
    };
    // Two operations are all that the command asks.
    const api = { system } as unknown as Pick<LimpetClient, 'system'>;
    const deps = { api, terminal, t: createTranslate('en'), signal: neverAborts, more: async () => [] };
    const args = { command: 'doctor', json: false, fix: true, dataFolder: undefined } as const;
    expect(await doctor(deps, args)).toBe(exitCodes.failed);
    expect(asked).toEqual(['doctor_sandbox_off', 'doctor_config_damaged', 'doctor_backup_none']);
    expect(terminal.written.out.split('\n').slice(0, 4)).toEqual([
      '+ The sandbox was checked again and holds.',
      '! Not mended (Check again): The disk is full.',
      '! Tried, but it is still so: Check again',
      '',
    ]);
    findings = findings.filter((one) => one.id !== 'doctor_config_damaged');
    expect(await doctor(deps, { ...args, json: true })).toBe(exitCodes.ok);
    const json = terminal.written.out.slice(terminal.written.out.indexOf('{'));
    expect(JSON.parse(json)).toMatchObject({
      findings: [{ id: 'doctor_model_failing' }, { id: 'doctor_backup_none' }, { id: 'doctor_secrets_locked' }],
      mended: [{ id: 'doctor_backup_none', isDone: false }],
    });
  });
  it('names --fix where it would help', async () => {
    const fix = { type: 'apply', key: 'system.fix_probe_again', isChoice: false } as const;
    const helped = run([{ ...found('warning', 'doctor_sandbox_none'), fix }]);
    await helped.code;
    expect(helped.terminal.written.out).toContain('limpet doctor --fix');
    const fine = run([{ ...found('ok', 'doctor_sandbox_probing'), fix }]);
    await fine.code;
    expect(fine.terminal.written.out).not.toContain('--fix');
  });
  it('sees whether the port of the gateway is free', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    onTestFinished(() => void taken.close());
    expect(await checkPort({ host: '127.0.0.1', port })).toMatchObject({
      state: 'warning',
      params: { port: String(port) },
    });
    expect(await checkPort({ host: '127.0.0.1', port: 0 })).toMatchObject({ state: 'ok' });
  });
});
