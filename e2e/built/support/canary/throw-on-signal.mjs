// Loaded before the gateway: SIGUSR2 throws where nobody catches it, with words that hold keys, as an unlucky bug would.
import { readFileSync } from 'node:fs';

process.on('SIGUSR2', () => {
  const error = new Error(`could not use ${readFileSync(process.env.CANARY_WORDS, 'utf8')}`);
  error.cause = new Error(readFileSync(process.env.CANARY_WORDS, 'utf8'));
  throw error;
});
// One that is never waited for, which ends a process just the same.
process.on('SIGWINCH', () => void Promise.reject(new Error(readFileSync(process.env.CANARY_WORDS, 'utf8'))));
