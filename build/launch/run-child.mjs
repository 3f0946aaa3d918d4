// Starts a program in the place of this one: same terminal, same signals, same exit code.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Resolves with the exit code; 128 and the signal's number when a signal ended it, 127 when it could not start. */
export function runChild(file, args, options) {
  return new Promise((resolve) => {
    const child = spawn(file, args, Object.assign({ stdio: 'inherit' }, options));
    // Ctrl+C reaches the child by itself, being of the same group; this one waits for how it ends.
    const hand = (signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of forwarded) process.on(signal, hand);
    const done = (code) => {
      for (const signal of forwarded) process.off(signal, hand);
      resolve(code);
    };
    child.on('error', () => done(127));
    child.on('close', (code, signal) => done(code === null ? 128 + (constants.signals[signal] || 0) : code));
  });
}
