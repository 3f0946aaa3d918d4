// @vitest-environment happy-dom
// The page of devices over a core of memory: what is there, what helps when it cannot be opened, and what is sent.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { OutputOn } from '#main/contract/bench.ts';
import type { CompanionState } from '#main/contract/companion.ts';
import type { ConsoleItem, Device, VirtualBoard } from '#main/contract/devices.ts';
import { BlobId, Cursor } from '#main/contract/ids.ts';
import type { Series, Watch } from '#main/contract/readings.ts';
import type { Recording } from '#main/contract/recordings.ts';
import { ToastProvider } from '#renderer/ui/overlays/toast.tsx';
import { TooltipProvider } from '#renderer/ui/overlays/tooltip.tsx';
import { TextProvider } from '#renderer/ui/text/text-context.tsx';
import type { BenchClient } from './bench.ts';
import { DevicesScreen } from './devices-screen.tsx';

const uno: Device = {
  ...{ key: 'usb:2341:0043:7583', transport: 'serial', path: '/dev/ttyACM0', name: 'Arduino Uno R3' },
  ...{ confidence: 'sure', state: 'found', baudRate: 115_200 },
};

const meter: Recording = {
  ...{ id: '0199d6a0-0000-7000-8000-000000000001', name: 'Bench \u202emeter', at: 1_700_000_000_000, sizeBytes: 2_048 },
};

async function* once<T>(data: T) {
  yield { cursor: Cursor.parse('c'), data };
  await new Promise(() => {}); // stays open
}

type Shown = {
  readonly on?: readonly OutputOn[];
  readonly said?: ConsoleItem;
  readonly recordings?: readonly Recording[];
  readonly boards?: readonly VirtualBoard[];
  readonly series?: readonly Series[];
  readonly values?: readonly number[];
  readonly beside?: CompanionState;
  readonly watches?: readonly Watch[];
};
const silent: ConsoleItem = { lines: [], lost: 0, tail: '' };

function open(
  devices: readonly Device[],
  { said = silent, recordings = [], boards = [], series = [], values = [], watches = [], on = [], ...more }: Shown = {},
) {
  const { beside = { boards: [] } } = more;
  const calls: [string, unknown][] = [];
  const act = (name: string) => async (input: unknown) => {
    calls.push([name, input]);
    return { device: uno, sentBytes: 1, devices: [...devices] };
  };
  const board = (name: string) => async (input: unknown) => {
    calls.push([name, input]);
    return {};
  };
  const recording = (name: string) => async (input: unknown) => {
    calls.push([name, input]);
    return { id: meter.id };
  };
  const blobs = { put: async () => Promise.reject(new Error('nothing is put here')) };
  const client: BenchClient = {
    companion: {
      ...{ letAnswer: board('letAnswer'), lock: board('lock'), release: board('release') },
      follow: () => once(beside),
      attend: () => once({ boards: [] }),
    },
    bench: {
      ...{ setLimits: act('setLimits'), release: board('release') },
      stopAll: async () => ({ safe: [], unsafe: [] }),
      follow: () => once({ isStopped: false, connected: 0, outputs: [...on], unsafe: [] }),
    },
    devices: {
      ...{ list: act('list'), allow: act('allow'), change: act('change') },
      ...{ connect: act('connect'), disconnect: act('disconnect'), write: act('write') },
      ...{ forget: board('forget'), startBoard: board('startBoard'), stopBoard: board('stopBoard') },
      follow: () => once({ devices: [...devices] }),
      console: () => once(said),
      followBoards: () => once({ boards: [...boards] }),
      ...{ pressButton: board('pressButton'), turnKnob: board('turnKnob') },
    },
    readings: {
      list: async () => ({ series: [...series] }),
      follow: () => once({ readings: series.flatMap(({ newest }) => (newest === undefined ? [] : [newest])) }),
      history: async ({ from, to }) => {
        const bins = values.map((value, index) => ({
          ...{ at: from + index * 1_000, ms: 1_000, count: 1, min: value - 1, max: value + 1, mean: value },
        }));
        calls.push(['history', to - from]);
        const first = { at: from, value: values[0] ?? 0 };
        const summary = { count: values.length, min: 20, max: 24, mean: 22, first, last: first };
        return { bins, summary: values.length === 0 ? null : summary };
      },
      exportCsv: async (input) => {
        calls.push(['exportCsv', input.seriesIds]);
        return { blobId: BlobId.parse('csv'), name: 'a.csv', sizeBytes: 1, rows: 1 };
      },
      forget: board('forgetReadings'),
      watches: () => once({ watches: [...watches] }),
      endWatch: board('endWatch'),
      startWatch: async () => Promise.reject(new Error('the page starts none')),
    },
    recordings: {
      watch: () => once({ recordings: [...recordings] }),
      ...{ start: recording('start'), import: recording('import'), stop: board('stopRecording') },
      ...{ rename: board('rename'), remove: board('remove'), putAway: board('putAway') },
      sendAwaited: board('sendAwaited'),
      play: async (input) => {
        calls.push(['play', input]);
        return { key: `replay:${input.id}` };
      },
      export: async () => ({ blobId: BlobId.parse('b'), name: 'a.limpet-line', sizeBytes: 1 }),
    },
  };
  render(
    <TextProvider language="en">
      <TooltipProvider>
        <ToastProvider>
          <DevicesScreen client={client} blobs={blobs} />
        </ToastProvider>
      </TooltipProvider>
    </TextProvider>,
  );
  return calls;
}

afterEach(cleanup);

describe('the page of devices', () => {
  it('says what to plug in, and keeps ports that say nothing of themselves apart', async () => {
    open([{ ...uno, key: 'path:/dev/ttyS0', path: '/dev/ttyS0', name: 'ttyS0', confidence: 'unknown' }]);
    expect(await screen.findByText('No device is plugged in')).toBeTruthy();
    const others = screen.getByRole('region', { name: 'Ports that do not say what they are' });
    expect(within(others).getByText('ttyS0')).toBeTruthy();
  });

  it('offers to allow a device, and nothing that opens it before', async () => {
    const calls = open([uno]);
    expect(await screen.findByText('Known by its numbers')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Connect' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Allow' }));
    expect(calls).toEqual([['allow', { key: uno.key }]]);
  });

  it('gives the command and the rule that let it be opened', async () => {
    const facts = {
      path: '/dev/ttyACM0',
      group: 'dialout',
      command: 'sudo usermod -aG dialout "$USER"',
      rule: 'SUBSYSTEM',
    };
    open([
      {
        ...{ ...uno, state: 'busy', allowedAt: 1 },
        problem: {
          ...{ code: 'forbidden', message: 'No.', retryable: false },
          details: { reason: 'device_permission', facts },
        },
      },
    ]);
    expect((await screen.findByRole('alert')).textContent).toContain('does not let you open');
    expect(screen.getByText('sudo usermod -aG dialout "$USER"')).toBeTruthy();
    expect(screen.getByText('SUBSYSTEM')).toBeTruthy();
  });

  it('takes limits as the person writes them, and names what it cannot read', async () => {
    const calls = open([{ ...uno, state: 'allowed', allowedAt: 1 }]);
    await userEvent.click(await screen.findByRole('button', { name: 'Limits' }));
    await userEvent.click(screen.getByRole('button', { name: 'Add an output' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save limits' }));
    expect(screen.getByRole('alert').textContent).toContain('is not whole');
    await userEvent.type(screen.getByLabelText('Pin'), '9');
    await userEvent.type(screen.getByLabelText('Name'), 'fan');
    await userEvent.selectOptions(screen.getByLabelText('Kind'), 'pwm');
    await userEvent.clear(screen.getByLabelText('Most (%)'));
    await userEvent.type(screen.getByLabelText('Most (%)'), '40');
    await userEvent.type(screen.getByLabelText('Lines that may be sent'), 'led 13 {{on|off}');
    await userEvent.click(screen.getByText('Buses, inputs and programs'));
    const i2c = screen.getByLabelText('I2C: address, registers, read or write');
    await userEvent.type(i2c, '0x48 0-3 often');
    await userEvent.click(screen.getByRole('button', { name: 'Save limits' }));
    expect(screen.getByRole('alert').textContent).toContain('“0x48 0-3 often”');
    await userEvent.clear(i2c);
    await userEvent.type(i2c, '0x48 0-3 read');
    await userEvent.click(screen.getByRole('button', { name: 'Save limits' }));
    expect(calls).toMatchObject([
      [
        'setLimits',
        {
          key: uno.key,
          limits: {
            outputs: [{ pin: '9', name: 'fan', kind: 'pwm', min: 0, max: 0.4, safe: 0, perMinute: 60 }],
            lines: ['led 13 {on|off}'],
            i2c: [{ address: 0x48, from: 0, to: 3, access: 'read' }],
            programs: false,
          },
        },
      ],
    ]);
  });

  it('shows what a board says without obeying it, and sends what was typed', async () => {
    const line = { n: 1, at: 1, text: '\u001b[2Jhello \u202e', isCut: false };
    const calls = open([{ ...uno, state: 'connected', allowedAt: 1 }], {
      said: { lines: [line], lost: 0, tail: '>>> ' },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Details' }));
    const log = await screen.findByRole('log');
    expect(log.textContent).toContain('\\e[2Jhello \\u{202e}');
    expect(log.textContent).toContain('>>>');
    await userEvent.type(screen.getByLabelText('Text to send'), 'LED 1');
    await userEvent.selectOptions(screen.getByLabelText('Ends with'), 'crlf');
    await userEvent.click(screen.getByRole('button', { name: 'Send' }));
    expect(calls).toEqual([['write', { key: uno.key, text: 'LED 1', end: '\r\n' }]]);
  });

  it('records a line, and says how large it has grown', async () => {
    const board: Device = { ...uno, state: 'connected', allowedAt: 1 };
    const calls = open([board]);
    await userEvent.click(await screen.findByRole('button', { name: 'Details' }));
    await userEvent.click(screen.getByRole('button', { name: 'Record' }));
    expect(calls).toEqual([['start', { key: uno.key }]]);
    cleanup();
    const later = open([board], { recordings: [{ ...meter, recording: uno.key }] });
    await userEvent.click(await screen.findByRole('button', { name: 'Details' }));
    const log = screen.getByRole('tabpanel');
    expect(log.textContent).toContain('Recording, 2 KB');
    await userEvent.click(within(log).getByRole('button', { name: 'Stop recording' }));
    expect(later).toEqual([['stopRecording', { id: meter.id }]]);
  });

  it('plays a recording as a device, and sends what it waits for', async () => {
    const calls = open([], { recordings: [meter] });
    const section = await screen.findByRole('region', { name: 'Recordings' });
    expect(await within(section).findByText('Bench \\u{202e}meter')).toBeTruthy();
    await userEvent.click(within(section).getByRole('button', { name: 'Play' }));
    expect(calls).toEqual([['play', { id: meter.id }]]);
    cleanup();
    const key = `replay:${meter.id}`;
    const played = { ...meter, playing: key, waitsFor: 'read\\n' };
    const device: Device = { ...uno, key, path: key, transport: 'replay', state: 'connected', allowedAt: 1 };
    const later = open([device], { recordings: [played] });
    expect(await screen.findByText('A recording, no device')).toBeTruthy();
    expect(await screen.findByText('read\\n')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Send this' }));
    await userEvent.click(screen.getByRole('button', { name: 'Put away' }));
    expect(later).toEqual([
      ['sendAwaited', { id: meter.id }],
      ['putAway', { id: meter.id }],
    ]);
  });

  it('asks before a recording is deleted', async () => {
    const calls = open([], { recordings: [meter] });
    await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    expect(calls).toEqual([]);
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete' }));
    expect(calls).toEqual([['remove', { id: meter.id }]]);
  });

  it('shows of a real board what is on, and the outputs that its limits name', async () => {
    const outputs = [{ ...{ pin: '9', name: 'fan', kind: 'pwm' as const }, min: 0, max: 0.8, safe: 0, perMinute: 60 }];
    const limits = {
      ...{ outputs, inputs: ['A0'], i2c: [], spi: [], modbus: [] },
      lines: [],
      safeLines: [],
      programs: false,
    };
    const board: Device = { ...uno, state: 'connected', allowedAt: 1, limits: { ...limits, lineEnd: '\n' } };
    open([board], { on: [{ device: uno.key, deviceName: 'Bench', pin: '13', value: 1, since: 1 }] });
    await userEvent.click(await screen.findByRole('button', { name: 'Details' }));
    await userEvent.click(screen.getByRole('tab', { name: 'Pins' }));
    expect((await screen.findAllByRole('listitem')).map((item) => item.textContent)).toEqual(
      expect.arrayContaining(['Pin 9offfan', 'Pin 13on']),
    );
    expect(screen.getByRole('region', { name: 'Inputs that the limits allow' }).textContent).toContain('A0');
  });

  it('shows what the outputs of the virtual Uno do, presses its buttons and turns its knobs', async () => {
    const board: Device = { ...uno, key: 'virtual:uno', transport: 'virtual', state: 'connected', allowedAt: 1 };
    const boards: VirtualBoard[] = [
      { name: 'uno', isRunning: true, outputs: { 9: 0.8, 13: 1, 4: 0 }, inputs: { 1: 2 } },
    ];
    const calls = open([board], { boards });
    await userEvent.click(await screen.findByRole('button', { name: 'Details' }));
    await userEvent.click(screen.getByRole('tab', { name: 'Pins' }));
    const outputs = await screen.findByRole('region', { name: 'Outputs' });
    expect(
      within(outputs)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual(['Pin 4off', 'Pin 980%fan', 'Pin 13onlamp']);
    await userEvent.click(screen.getByRole('button', { name: 'Press “approve”' }));
    await userEvent.click(screen.getByRole('button', { name: 'Hold for two seconds' }));
    fireEvent.change(screen.getByRole('slider', { name: 'A0, temperature sensor' }), { target: { value: '0.8' } });
    expect(screen.getByRole('slider', { name: 'A0, temperature sensor' }).getAttribute('aria-valuetext')).toBe('30 °C');
    expect(screen.getByRole('slider', { name: 'A1, light sensor' }).getAttribute('aria-valuetext')).toBe('40 %');
    const [, second] = screen.getAllByRole('button', { name: 'Give back to the room' });
    await userEvent.click(second as HTMLElement);
    expect(calls).toEqual([
      ['pressButton', { button: 'approve', holdMs: 400 }],
      ['pressButton', { button: 'deny', holdMs: 2_000 }],
      ['turnKnob', { channel: 0, volt: 0.8 }],
      ['turnKnob', { channel: 1, volt: null }],
    ]);
  });

  it('lists what is measured again and again, and ends it', async () => {
    const watch: Watch = {
      ...{ id: 'w', deviceKey: uno.key, deviceName: 'Uno', everySeconds: 90, createdAt: 1, state: 'failing' },
      part: { type: 'sensor', via: 'firmata', sensor: 'bme280', address: 0x76 },
      error: { code: 'timeout', message: 'Silent.', retryable: true, details: { reason: 'board_silent' } },
    };
    const other: Watch = { ...watch, id: 'other', deviceKey: 'usb:other' };
    const calls = open([{ ...uno, state: 'connected', allowedAt: 1 }], { watches: [other, watch] });
    await userEvent.click(await screen.findByRole('button', { name: 'Details' }));
    await userEvent.click(screen.getByRole('tab', { name: 'Live' }));
    const list = await screen.findByRole('region', { name: 'Measured again and again' });
    const [row, ...more] = within(list).getAllByRole('listitem');
    expect(more).toEqual([]);
    expect(row?.textContent).toContain('BME280every 1 min 30 s · fails, and goes on trying');
    await userEvent.click(within(list).getByRole('button', { name: 'End: BME280' }));
    expect(calls).toEqual([['endWatch', { id: 'w' }]]);
  });
});

describe('a board with our firmware', () => {
  const connected: Device = { ...uno, state: 'connected', allowedAt: 1 };
  const board = { key: uno.key, mayAnswer: false, isLocked: false, isAsked: false };

  it('D5 may answer with its buttons once the person says so', async () => {
    const calls = open([connected], { beside: { boards: [board] } });
    await userEvent.click(await screen.findByRole('switch', { name: 'May answer questions with its buttons' }));
    expect(calls).toEqual([['letAnswer', { key: uno.key, mayAnswer: true }]]);
  });

  it('D5 says why it may not any more, and that its button has locked it', async () => {
    open([connected], { beside: { boards: [{ ...board, withdrawn: 'lied', isLocked: true }] } });
    expect(await screen.findByText(/sent an answer that no button can have given/)).toBeTruthy();
    expect(screen.getByText(/until it is reset/)).toBeTruthy();
  });

  it('is told from others', async () => {
    open([connected], { beside: { boards: [{ ...board, key: 'virtual:uno' }] } });
    await screen.findByText('Arduino Uno R3');
    expect(screen.queryByRole('switch')).toBeNull();
  });
});
