// The nonces of questions at boards: 128 bits, for one board and one question, good for one answer.
import { randomBytes } from 'node:crypto';

/** `late`: it was ours, and closed before the answer came. `used`: it was answered. `unknown`: never given to this board. */
export type NonceState = 'open' | 'late' | 'used' | 'unknown';

const mostKept = 64;

export function createNonces() {
  const kept = new Map<string, Map<string, Exclude<NonceState, 'unknown'>>>();
  const of = (board: string) => {
    const known = kept.get(board) ?? new Map<string, Exclude<NonceState, 'unknown'>>();
    kept.set(board, known);
    return known;
  };
  const set = (board: string, nonce: string, state: 'late' | 'used') => {
    if (of(board).has(nonce)) of(board).set(nonce, state);
  };
  return {
    give(board: string): string {
      const nonce = randomBytes(16).toString('hex');
      const mine = of(board);
      mine.set(nonce, 'open');
      const oldest = mine.keys().next();
      if (mine.size > mostKept && oldest.done !== true) mine.delete(oldest.value);
      return nonce;
    },
    close: (board: string, nonce: string) => {
      if (kept.get(board)?.get(nonce) === 'open') set(board, nonce, 'late');
    },
    use: (board: string, nonce: string) => set(board, nonce, 'used'),
    stateOf: (board: string, nonce: string): NonceState => kept.get(board)?.get(nonce) ?? 'unknown',
    forget: (board: string) => kept.delete(board),
  };
}
