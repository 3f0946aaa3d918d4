// @vitest-environment happy-dom
// The page of devices over a core of memory: what is there, what helps when it cannot be opened, and what is sent.
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ConsoleItem, Device } from '#main/contract/devices.ts';
import { Cursor } from '#main/contract/ids.ts';
import { ToastProvider } from '#renderer/ui/overlays/toast.tsx';
import { TooltipProvider } from '#renderer/ui/overlays/tooltip.tsx';
import { TextProvider } from '#renderer/ui/text/text-context.tsx';
import { DevicesScreen } from './devices-screen.tsx';

const uno: Device = {
  ...{ key: 'usb:2341:0043:7583', transport: 'serial', path: '/dev/ttyACM0', name: 'Arduino Uno R3' },
  ...{ confidence: 'sure', state: 'found', baudRate: 115_200 },
};

async function* once<T>(data: T) {
  yield { cursor: Cursor.parse('c'), data };
  await new Promise(() => {}); // stays open
}

function open(devices: readonly Device[], said: ConsoleItem = { lines: [], lost: 0, tail: '' }) {
  const calls: [string, unknown][] = [];
  const act = (name: string) => async (input: unknown) => {
    calls.push([name, input]);
    return { device: uno, sentBytes: 1, devices: [...devices] };
  };
  const board = (name: string) => async (input: unknown) => {
    calls.push([name, input]);
    return {};
  };
  const client: Pick<LimpetClient, 'devices'> = {
    devices: {
      ...{ list: act('list'), allow: act('allow'), change: act('change') },
      ...{ connect: act('connect'), disconnect: act('disconnect'), write: act('write') },
      ...{ forget: board('forget'), startBoard: board('startBoard'), stopBoard: board('stopBoard') },
      follow: () => once({ devices: [...devices] }),
      console: () => once(said),
    },
  };
  render(
    <TextProvider language="en">
      <TooltipProvider>
        <ToastProvider>
          <DevicesScreen client={client} />
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

  it('shows what a board says without obeying it, and sends what was typed', async () => {
    const line = { n: 1, at: 1, text: '\u001b[2Jhello \u202e', isCut: false };
    const calls = open([{ ...uno, state: 'connected', allowedAt: 1 }], { lines: [line], lost: 0, tail: '>>> ' });
    await userEvent.click(await screen.findByRole('button', { name: 'Details' }));
    const log = await screen.findByRole('log');
    expect(log.textContent).toContain('\\e[2Jhello \\u{202e}');
    expect(log.textContent).toContain('>>>');
    await userEvent.type(screen.getByLabelText('Text to send'), 'LED 1');
    await userEvent.selectOptions(screen.getByLabelText('Ends with'), 'crlf');
    await userEvent.click(screen.getByRole('button', { name: 'Send' }));
    expect(calls).toEqual([['write', { key: uno.key, text: 'LED 1', end: '\r\n' }]]);
  });
});
