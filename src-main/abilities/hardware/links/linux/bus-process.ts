// The process that holds one bus of this computer. It ends with its owner and with the bus; a fault in a call ends it alone.
import { existsSync } from 'node:fs';
import { openOwnerPort } from '#main/platform/base/owner-port.ts';
import { type HeldBus, openHeldBus } from './answer-line.ts';
import { type FromBus, readMessage, ToBus } from './bus-messages.ts';
import { KernelError, loadKernelCalls } from './kernel-calls.ts';

/** So long an adapter on USB may be gone before we notice. */
const lookMs = 500;
const maxLineChars = 8_192;

const owner = openOwnerPort();
const tell = (message: FromBus) => owner.send(JSON.stringify(message));
let bus: HeldBus | undefined;
let held = '';

function open({ kind, path }: Extract<ToBus, { type: 'open' }>): void {
  try {
    bus = openHeldBus(kind, loadKernelCalls(), path);
  } catch (error) {
    tell({ type: 'refused', code: error instanceof KernelError ? error.code : String(error).slice(0, 200) });
    return;
  }
  tell({ type: 'opened' });
  setInterval(() => {
    if (!existsSync(path)) process.exit(0);
  }, lookMs).unref();
}

function take(text: string): void {
  const lines = (held + text).split('\n');
  held = (lines.pop() ?? '').slice(-maxLineChars);
  const answers = lines.filter((line) => line.trim() !== '').map((line) => `${bus?.answer(line) ?? 'error EBADF'}\n`);
  if (answers.length > 0) tell({ type: 'text', text: answers.join('') });
}

owner.onMessage((message) => {
  const order = readMessage(ToBus, message);
  if (order?.type === 'open') open(order);
  else if (order?.type === 'text') take(order.text);
});
owner.onClose(() => process.exit(0));
