// The process of the virtual Uno. Its owner may die at any moment: the board goes on for some seconds, as a real one would that
// lies on the table, and its own firmware sees to its outputs.
import { appendFileSync } from 'node:fs';
import { systemClock } from '#main/platform/base/clock.ts';
import { openOwnerPort } from '#main/platform/base/owner-port.ts';
import { type FromBoard, readMessage, ToBoard } from './board-messages.ts';
import { createRunningUno, type RunningUno } from './run-uno.ts';

const orphanMs = 4_000;
const maxJournalLines = 20_000;

const owner = openOwnerPort();
const life = new AbortController();
let board: RunningUno | undefined;
let journal: string | undefined;
let lines = 0;

function tell(message: FromBoard): void {
  owner.send(JSON.stringify(message));
  if (message.type !== 'outputs' || journal === undefined || lines >= maxJournalLines) return;
  lines += 1;
  // Between two slices, so that nothing is lost when the process is ended.
  appendFileSync(
    journal,
    `${JSON.stringify({ at: Date.now(), outputs: message.outputs, stoodMs: message.stoodMs })}\n`,
  );
}

owner.onMessage((text) => {
  const message = readMessage(ToBoard, text);
  if (message === undefined) return;
  if (message.type !== 'start') return board?.take(message);
  journal = message.journal;
  board = createRunningUno({ hex: message.hex, clock: systemClock, tell });
  tell({ type: 'running' });
  void board.run(life.signal);
});
owner.onClose(() => setTimeout(() => life.abort(), orphanMs));
