// The progress of the first run as state, written down with every step.
import { useState } from 'react';
import type { ModelsState } from '#main/contract/models.ts';
import type { SystemState } from '#main/contract/system.ts';
import { currentStep, type Progress, readProgress, startingPoint, writeProgress } from './progress.ts';

export type ProgressBook = {
  readonly progress: Progress;
  /** Whether the person has come from another step since the page opened: then the focus follows. */
  readonly hasMoved: boolean;
  readonly go: (next: Progress) => void;
  /** Nothing to go on from. */
  readonly forget: () => void;
};

export function useProgress(models: ModelsState, system: SystemState): ProgressBook {
  const { dataFolder } = system;
  const [progress, setProgress] = useState(() =>
    startingPoint(readProgress(localStorage), { dataFolder, defaultModel: models.defaultModel }),
  );
  const [hasMoved, setHasMoved] = useState(false);
  return {
    progress,
    hasMoved,
    go(next) {
      if (currentStep(next) !== currentStep(progress)) setHasMoved(true);
      setProgress(next);
      writeProgress(localStorage, { ...next, dataFolder });
    },
    forget: () => writeProgress(localStorage, undefined),
  };
}
