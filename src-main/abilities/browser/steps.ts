// What was done in the browser of one chat, with a picture before and after each: kept in memory, within a bound.
import type { BrowserStep } from '#main/contract/browser.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { StepAction } from './port.ts';

const maxSteps = 60;
const maxShots = 30;
const maxTextChars = 300;

export type StepStart = {
  readonly action: StepAction;
  readonly text: string;
  readonly url: string;
  readonly now: number;
  readonly shot: Uint8Array | undefined;
};
export type StepEnd = {
  readonly state: 'done' | 'failed';
  readonly url: string;
  readonly now: number;
  readonly notes: readonly string[];
  readonly shot: Uint8Array | undefined;
};
type Shots = { before?: Uint8Array | undefined; after?: Uint8Array | undefined };

export interface Steps {
  begin(start: StepStart): string;
  end(id: string, end: StepEnd): void;
  list(): readonly BrowserStep[];
  shot(id: string, when: 'before' | 'after'): Uint8Array | undefined;
}

export function createSteps(): Steps {
  let steps: readonly BrowserStep[] = [];
  const shots = new Map<string, Shots>();
  let count = 0;
  const keepShots = (id: string, own: Shots) => {
    shots.set(id, own);
    for (const oldest of shots.keys()) {
      if (shots.size <= maxShots) break;
      shots.delete(oldest);
      steps = steps.map((step) => (step.id === oldest ? { ...step, hasBefore: false, hasAfter: false } : step));
    }
  };
  return {
    begin({ action, text, url, now, shot }) {
      count += 1;
      const id = `s${count}`;
      const line = visibleLine(text).slice(0, maxTextChars).toWellFormed();
      const step: BrowserStep = {
        ...{ id, at: now, action, text: line, state: 'running', urlBefore: url, notes: [] },
        ...{ hasBefore: shot !== undefined, hasAfter: false },
      };
      steps = [...steps, step].slice(-maxSteps);
      keepShots(id, { before: shot });
      return id;
    },
    end(id, { state, url, now, notes, shot }) {
      steps = steps.map((step) =>
        step.id === id
          ? { ...step, state, ms: now - step.at, urlAfter: url, notes: [...notes], hasAfter: shot !== undefined }
          : step,
      );
      const own = shots.get(id);
      if (own !== undefined) own.after = shot;
    },
    list: () => steps,
    shot: (id, when) => shots.get(id)?.[when],
  };
}
