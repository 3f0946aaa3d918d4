// What the model can do with reflexes: write a draft over what is there, and nothing else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createToolKit, type ToolKit } from '#main/abilities/tools/testing/tool-kit.ts';
import type { Device } from '#main/contract/devices.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Series } from '#main/contract/readings.ts';
import type { ReflexRule } from '#main/contract/reflexes.ts';
import { createReflexDraft } from './reflex-draft.ts';

let kit: ToolKit;
beforeAll(() => {
  kit = createToolKit();
});
afterAll(() => kit.close());

const uno: Device = {
  ...{ key: 'virtual:uno', transport: 'virtual', path: 'uno', name: 'Uno', confidence: 'sure', state: 'connected' },
  ...{ baudRate: 115_200, allowedAt: 1, speaks: 'limpet' },
  limits: {
    outputs: [{ pin: '13', name: 'fan', kind: 'digital', min: 0, max: 1, safe: 0, perMinute: 60 }],
    ...{ inputs: [], i2c: [], spi: [], modbus: [], lines: [], lineEnd: '\n', safeLines: [], programs: false },
  },
};
const series: Series = {
  ...{ id: 's1', deviceKey: uno.key, deviceName: 'Uno', source: 'bme280@0x76', quantity: 'temperature', unit: '°C' },
  ...{ firstAt: 0, count: 9 },
};
const input = {
  ...{ name: 'Fan', quantity: 'Temperature', is: 'above', threshold: 30, hysteresis: 1, for_seconds: 300 },
  start: [{ pin: 'Fan', level: 1 }, { tell: 'It is hot.' }],
  end: [{ pin: '13', level: 0, device: 'uno', via: 'firmata' }],
};

async function draft(given: object, all: readonly Series[] = [series], refusal?: AppError) {
  const drafts: ReflexRule[] = [];
  const tool = createReflexDraft({
    readings: { list: async () => all },
    devices: { list: async () => [uno] },
    outputs: { refusalOf: async () => refusal },
    reflexes: {
      draft: async ({ rule }) => {
        drafts.push(rule);
        return {} as never;
      },
    },
  });
  const context = await kit.context();
  const plan = await tool.plan(tool.input.parse(given), context);
  return { plan, drafts, result: await tool.run(plan, await kit.toolContext(plan, context)) };
}

describe('reflex_draft [D3]', () => {
  it('writes what was said as a rule over the sensor and the outputs that there are, as a draft', async () => {
    const { plan, drafts, result } = await draft(input);
    expect(plan).toMatchObject({ effects: [{ type: 'write', target: 'reflex:new', sample: ['Fan'] }] });
    expect(plan.shown).toMatchObject({ type: 'text', text: expect.stringContaining('is above 30 °C for 5 min') });
    expect(drafts).toEqual([
      {
        ...{ name: 'Fan', is: 'above', threshold: 30, hysteresis: 1, forMs: 300_000 },
        ...{ coolDownMs: 600_000, staleAfterMs: 900_000, whenStale: 'keep' },
        sensor: { deviceKey: uno.key, source: 'bme280@0x76', quantity: 'temperature', unit: '°C' },
        onStart: [
          { type: 'set', deviceKey: uno.key, via: 'limpet', pin: '13', value: 1 },
          { type: 'tell', text: 'It is hot.' },
        ],
        onEnd: [{ type: 'set', deviceKey: uno.key, via: 'firmata', pin: '13', value: 0 }],
      },
    ]);
    expect(result.output).toContain('It is a draft and does nothing');
  });

  it('says which sensors there are where none or several fit, and what the person has to allow first', async () => {
    const other = { ...series, id: 's2', source: 'line' };
    await expect(draft(input, [series, other])).rejects.toMatchObject({
      message: expect.stringContaining('from line'),
    });
    await expect(draft({ ...input, quantity: 'humidity' })).rejects.toMatchObject({
      details: { reason: 'reflex_no_series' },
      message: expect.stringContaining('temperature (°C) from bme280@0x76 of Uno'),
    });
    const refusal = new AppError('forbidden', 'Pin 13 is outside the limits.');
    expect((await draft(input, [series], refusal)).result.output).toContain('Pin 13 is outside the limits.');
  });

  it('refuses what is no rule with a sentence that says where', async () => {
    await expect(draft({ ...input, start: [] })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(draft({ ...input, for_seconds: 1e9 })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(draft({ ...input, start: [{ pin: '13', level: 1, via: 'telnet' }] })).rejects.toMatchObject({
      details: { reason: 'reflex_board' },
    });
  });
});
