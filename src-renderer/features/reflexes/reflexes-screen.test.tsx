// @vitest-environment happy-dom
// The page of reflexes over a core of memory: a rule is read, tried and switched on, made by hand, and what it tells is put away.
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { Device } from '#main/contract/devices.ts';
import { Cursor, ReflexId, SessionId } from '#main/contract/ids.ts';
import type { Reflex, ReflexRule } from '#main/contract/reflexes.ts';
import { TooltipProvider } from '#renderer/ui/overlays/tooltip.tsx';
import { TextProvider } from '#renderer/ui/text/text-context.tsx';
import { AllReflexNews } from './reflex-news.tsx';
import { ReflexesScreen } from './reflexes-screen.tsx';
import type { ReflexesClient } from './use-reflexes.ts';

const uno: Device = {
  ...{ key: 'virtual:uno', transport: 'virtual', path: 'uno', name: 'Uno', confidence: 'sure' },
  ...{ state: 'connected', baudRate: 115_200, allowedAt: 1, speaks: 'limpet' },
};
const sensor = { deviceKey: uno.key, source: 'line', quantity: 'temperature', unit: '°C' };
const rule: ReflexRule = {
  ...{ name: 'Fan', sensor, is: 'above', threshold: 30, hysteresis: 1, forMs: 300_000 },
  ...{ coolDownMs: 600_000, staleAfterMs: 900_000, whenStale: 'end' },
  onStart: [
    { type: 'set', deviceKey: uno.key, via: 'limpet', pin: '13', value: 1 },
    { type: 'tell', text: 'Hot \u202e' },
  ],
  onEnd: [{ type: 'set', deviceKey: uno.key, via: 'limpet', pin: '13', value: 0.25 }],
};
const draft: Reflex = {
  ...{ id: ReflexId.parse('r1'), rule, hash: 'h', revision: 3, isOn: false, changedAt: 0 },
  draftedIn: SessionId.parse('s1'),
};

async function* once<T>(data: T) {
  yield { cursor: Cursor.parse('c'), data };
  await new Promise(() => {}); // stays open
}

function open(reflexes: readonly Reflex[]) {
  const calls: [string, unknown][] = [];
  const act =
    <T,>(name: string, answer: T) =>
    async (input: unknown) => {
      calls.push([name, input]);
      return answer;
    };
  const refuse = async () => {
    throw new Error('not asked in this test');
  };
  const series = { id: 's', deviceName: 'Uno', ...sensor, firstAt: 0, count: 3 };
  const moments = [{ type: 'fired' as const, at: 1_700_000_000_000, value: 31.5 }];
  const client = {
    reflexes: {
      ...{ follow: () => once({ reflexes, news: [] }), save: act('save', draft), remove: act('remove', {}) },
      ...{ switchOn: act('switchOn', draft), switchOff: act('switchOff', draft), dismiss: act('dismiss', {}) },
      dryRun: act('dryRun', { moments, readings: 1_234, through: 0 }),
      events: act('events', { events: [], more: false }),
    },
    readings: { list: act('list', { series: [series] }) },
    devices: { follow: () => once({ devices: [uno] }), list: refuse },
  } as unknown as ReflexesClient;
  render(
    <TextProvider language="en">
      <TooltipProvider>
        <ReflexesScreen client={client} devicesHref="#/devices" chatHref={(id) => `#/chat/${id}`} />
      </TooltipProvider>
    </TextProvider>,
  );
  return calls;
}
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

Element.prototype.scrollIntoView ??= () => undefined; // happy-dom lays nothing out
afterEach(cleanup);

describe('the page of reflexes', () => {
  it('says a rule in sentences, with what hides made visible, and that the model wrote it', async () => {
    open([draft]);
    expect(await screen.findByText('When Temperature · line · Uno is above 30 °C for 5 min')).toBeTruthy();
    expect(screen.getByText('Switch 13 of Uno on')).toBeTruthy();
    expect(screen.getByText('Set 13 of Uno to 25%')).toBeTruthy();
    expect(screen.getByText('When it is back at 29 °C or below')).toBeTruthy();
    expect(document.body.textContent).not.toContain('\u202e');
    expect(screen.getByText('Draft')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Open the chat' }).getAttribute('href')).toBe('#/chat/s1');
  });

  it('shows the rule and what it would have done before it is switched on, and binds to that rule', async () => {
    const calls = open([draft]);
    await screen.findByText('Draft');
    await press('Switch on');
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('Switch 13 of Uno on')).toBeTruthy();
    await userEvent.click(dialog.getByRole('button', { name: 'Try on recorded values' }));
    expect(await dialog.findByText('It began at 31.5 °C')).toBeTruthy();
    expect(dialog.getByText(/1,234 values were looked at/)).toBeTruthy();
    await userEvent.click(dialog.getByRole('button', { name: 'Switch on' }));
    expect(calls.map(([name]) => name)).toEqual(['dryRun', 'switchOn']);
    expect(calls.at(-1)).toEqual(['switchOn', { id: 'r1', hash: 'h' }]);
  });

  it('makes a rule by hand, and says what is missing', async () => {
    const calls = open([]);
    await screen.findByText('No reflex yet');
    await press('New reflex');
    await press('Save');
    expect((await screen.findByRole('alert')).textContent).toContain('name');
    await userEvent.type(screen.getByLabelText('Name'), 'Fan');
    const choice = await screen.findByRole('option', { name: 'Temperature · line · Uno (°C)' });
    await userEvent.selectOptions(screen.getByLabelText('Sensor'), choice);
    await userEvent.type(screen.getByLabelText('Limit (°C)'), '30,5');
    await userEvent.type(screen.getByLabelText('What I am told'), 'Hot.');
    await userEvent.click(screen.getAllByRole('button', { name: 'Switch an output' })[0] as HTMLElement);
    await userEvent.type(screen.getByLabelText('Output'), '13');
    await press('Save');
    const [, saved] = calls.find(([name]) => name === 'save') ?? [];
    expect(saved).toEqual({
      rule: {
        ...{ name: 'Fan', sensor, is: 'above', threshold: 30.5, hysteresis: 0, forMs: 300_000 },
        ...{ coolDownMs: 600_000, staleAfterMs: 900_000, whenStale: 'keep', onEnd: [] },
        onStart: [
          { type: 'tell', text: 'Hot.' },
          { type: 'set', deviceKey: uno.key, via: 'limpet', pin: '13', value: 1 },
        ],
      },
    });
  });

  it('gives back every rule unchanged that is opened and saved', async () => {
    const quiet = { from: '22:00', to: '07:00', acts: false, zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
    const whole = { ...rule, quiet, is: 'below' as const, onStart: rule.onStart.slice(0, 1) };
    const calls = open([{ ...draft, rule: whole, isOn: true, phase: 'active', value: 20, valueAt: 0 }]);
    await screen.findByText('Active');
    await press('Change');
    await press('Save');
    expect(calls.find(([name]) => name === 'save')?.[1]).toEqual({ id: 'r1', revision: 3, rule: whole });
  });

  it('puts away what it has told', async () => {
    const dismissed: unknown[] = [];
    const client = { reflexes: { dismiss: async (input: unknown) => void dismissed.push(input) } };
    const event = { n: 7, reflexId: draft.id, type: 'fired' as const, at: 0, value: 31, outcome: 'failed' as const };
    const news = { ...event, texts: ['It is hot.'], name: 'Fan', unit: '°C' };
    const error = { code: 'unavailable' as const, message: 'Gone.', retryable: true };
    render(
      <TextProvider language="en">
        <AllReflexNews client={client as never} news={[{ ...news, error }]} />
      </TextProvider>,
    );
    expect(screen.getByText('It began at 31 °C')).toBeTruthy();
    expect(screen.getByText('It is hot.')).toBeTruthy();
    await press('Put away');
    expect(dismissed).toEqual([{ ns: [7] }]);
  });
});
