// The signal colours by meaning. Never colour alone: an icon or a word goes with it.

/** `ask`: waits for the person; `stop`: refused or danger; `model`: a model runs; `live`: something is connected. */
export type Tone = 'plain' | 'tide' | 'ask' | 'stop' | 'done' | 'model' | 'live';

export const toneSurface: Record<Tone, string> = {
  plain: 'border-edge bg-quiet text-ink-soft',
  tide: 'border-tide-edge bg-tide-surface text-tide-ink',
  ask: 'border-ask-edge bg-ask-surface text-ask-ink',
  stop: 'border-stop-edge bg-stop-surface text-stop-ink',
  done: 'border-done-edge bg-done-surface text-done-ink',
  model: 'border-model-edge bg-model-surface text-model-ink',
  live: 'border-live-edge bg-live-surface text-live-ink',
};

export const toneInk: Record<Tone, string> = {
  plain: 'text-ink-soft',
  tide: 'text-tide-ink',
  ask: 'text-ask-ink',
  stop: 'text-stop-ink',
  done: 'text-done-ink',
  model: 'text-model-ink',
  live: 'text-live-ink',
};
