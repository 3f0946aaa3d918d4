// stop_all: the emergency stop for the model. It never asks: to stop is always allowed, to go on only to the person.
import { z } from 'zod';
import { defineTool, type Tool } from '#main/abilities/tools/port.ts';
import type { Outputs } from '../port/outputs.ts';

export const stopTool = (outputs: Pick<Outputs, 'stopAll'>): Tool =>
  defineTool({
    name: 'stop_all',
    description:
      'Emergency stop: every output of every board goes to its safe state, and nothing is switched until the person lets go.',
    input: z.strictObject({}),
    plan: async (input) => ({
      input,
      effects: [{ type: 'read', target: 'devices' }],
      shown: { type: 'text', text: 'stop' },
      title: { key: 'devices.call_stop', params: {} },
      canUndo: false,
    }),
    async run() {
      const { safe, failed } = await outputs.stopAll('person');
      const lines = [
        `Stopped. Nothing is switched until the person lets go.`,
        ...(safe.length === 0 ? [] : [`Safe now: ${safe.join(', ')}`]),
        ...failed.map(({ device, error }) => `NOT made safe: ${device}. ${error.message}`),
      ];
      return {
        ...{ output: lines.join('\n'), isError: failed.length > 0 },
        label: { trust: 'owner', secrecy: 'public', source: 'devices' },
      };
    },
  });
