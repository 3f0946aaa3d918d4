// Limits as text and back: what the person reads is what holds.
import { describe, expect, it } from 'vitest';
import { DeviceLimits } from '#main/contract/device-limits.ts';
import { readLimits, toForm } from './limit-rules.ts';

const limits = DeviceLimits.parse({
  outputs: [{ pin: 'GP5', name: 'fan', kind: 'pwm', min: 0.125, max: 0.4, safe: 0, perMinute: 6 }],
  inputs: ['2', 'A0'],
  i2c: [{ address: 0x48, from: 0, to: 3, access: 'read' }],
  spi: ['17'],
  modbus: [
    { unit: 1, table: 'coils', from: 0, to: 7, access: 'write', min: 0, max: 1, safe: 0 },
    { unit: 2, table: 'input_registers', from: 5, to: 5, access: 'read', min: 0, max: 0 },
  ],
  lines: ['VOLT {0..12}'],
  lineEnd: '\r\n',
  safeLines: ['OUTP OFF'],
  programs: true,
});

describe('limits as text', () => {
  it('are the same when they are read again', () => {
    expect(readLimits(toForm(limits))).toEqual({ type: 'limits', limits });
    expect(readLimits(toForm())).toEqual({ type: 'limits', limits: DeviceLimits.parse({}) });
  });

  it.each([
    ['i2c', '0x48 3-0 read'],
    ['i2c', '0x99 0-1 read'],
    ['i2c', '0x48 read'],
    ['modbus', '1 coils 0-7 write'],
    ['modbus', '1 coils 0-7 write 5-1'],
    ['modbus', '0 coils 0-7 read'],
    ['inputs', 'pin;13'],
  ] as const)('that cannot be read under %s are named: %s', (field, line) => {
    expect(readLimits({ ...toForm(), [field]: line })).toEqual({
      type: 'not_read',
      problem: { type: 'line', field, line },
    });
  });

  it('name an output that is not whole, and one that stands twice', () => {
    const [row] = toForm(limits).outputs;
    if (row === undefined) throw new Error('no row');
    const read = (outputs: Parameters<typeof readLimits>[0]['outputs']) => readLimits({ ...toForm(), outputs });
    expect(read([{ ...row, max: '101' }])).toMatchObject({ problem: { type: 'output', pin: 'GP5' } });
    expect(read([{ ...row, min: '50' }])).toMatchObject({ problem: { type: 'output' } });
    expect(read([{ ...row, safe: '' }])).toMatchObject({ problem: { type: 'output' } });
    expect(read([row, { ...row, id: 2 }])).toMatchObject({ problem: { type: 'twice', pin: 'GP5' } });
  });
});
