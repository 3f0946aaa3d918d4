// How far the first run has come, kept in this browser so that a reload goes on where it was. Never a key.
import { z } from 'zod';

const View = z.discriminatedUnion('type', [
  z.object({ type: z.literal('connect'), vendor: z.string().max(40) }),
  z.object({ type: z.literal('pick'), connectionId: z.string().max(40), tested: z.string().max(300).optional() }),
]);
/** What the first step shows instead of its choices. */
export type View = z.infer<typeof View>;

const Progress = z.object({
  /** Whose progress it is: another data folder at the same address starts from the beginning. */
  dataFolder: z.string().max(4096).optional(),
  view: View.optional(),
  /** The ref of the model that was chosen, or `offline`. */
  model: z.string().max(300).optional(),
  workspace: z.string().max(4096).optional(),
  /** The chat in which the example was asked for. */
  example: z.string().max(100).optional(),
});
export type Progress = z.infer<typeof Progress>;
export type Step = 'model' | 'workspace' | 'permissions';
export const steps: readonly Step[] = ['model', 'workspace', 'permissions'];

const storageKey = 'limpet.first-run';

/** The first step that has no answer yet; the last one needs none, it only explains. */
export function currentStep(progress: Progress): Step {
  if (progress.model === undefined) return 'model';
  return progress.workspace === undefined ? 'workspace' : 'permissions';
}

/** A browser that keeps nothing, or something damaged, starts from the beginning. */
export function readProgress(storage: Pick<Storage, 'getItem'>): Progress {
  try {
    return Progress.parse(JSON.parse(storage.getItem(storageKey) ?? '{}'));
  } catch {
    return {}; // private windows throw on access; nothing is lost but the place
  }
}

export function writeProgress(storage: Pick<Storage, 'setItem' | 'removeItem'>, progress: Progress | undefined): void {
  try {
    if (progress === undefined) storage.removeItem(storageKey);
    else storage.setItem(storageKey, JSON.stringify(progress));
  } catch {
    // see readProgress
  }
}

/** What is kept, where it is of this data folder and the chosen model is still the one in use. */
export function startingPoint(kept: Progress, now: { dataFolder: string; defaultModel: string }): Progress {
  const isOurs = kept.dataFolder === now.dataFolder && (kept.model === undefined || kept.model === now.defaultModel);
  return isOurs ? kept : {};
}

/** Back to a step that was done. Another folder has another example; who answers makes no difference to it. */
export function backTo(progress: Progress, step: 'model' | 'workspace'): Progress {
  const { [step]: _before, example, ...kept } = progress;
  return step === 'workspace' || example === undefined ? kept : { ...kept, example };
}

/** One more answer, or undefined to take it back. */
export function withAnswer<K extends 'view' | 'model' | 'workspace' | 'example'>(
  progress: Progress,
  name: K,
  value: Progress[K],
): Progress {
  const { [name]: _before, ...kept } = progress;
  return value === undefined ? kept : { ...kept, [name]: value };
}
