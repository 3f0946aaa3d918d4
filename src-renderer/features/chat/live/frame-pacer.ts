// When the next batch of events may be drawn: in the next frame, or later when the last one was dear, so that a stream
// never takes more than a small share of the window's time, however long the answer and however slow the machine.

export type FramePacerDeps = {
  readonly now: () => number;
  /** Runs before the next paint; in a hidden window, where nothing is painted, soon. */
  readonly nextFrame: (act: () => void) => void;
  /** Runs when the frame in which it is called has been painted. */
  readonly afterPaint: (act: () => void) => void;
  readonly wait: (ms: number, act: () => void) => void;
};

/** Share of the time that drawing may take, and the longest pause that keeps it. */
const share = 0.08;
const longestPauseMs = 400;

/** For one caller that has one batch waiting at a time: none is drawn before the last one was painted and paid for. */
export function createFramePacer(deps: FramePacerDeps): (act: () => void) => void {
  let freeAt = 0;
  let isDrawing = false;
  let waiting: (() => void) | undefined;

  const schedule = (act: () => void) => {
    const pauseMs = freeAt - deps.now();
    if (pauseMs <= 0) deps.nextFrame(() => draw(act));
    else deps.wait(pauseMs, () => deps.nextFrame(() => draw(act)));
  };
  const draw = (act: () => void) => {
    const start = deps.now();
    isDrawing = true;
    deps.afterPaint(() => {
      const end = deps.now();
      freeAt = end + Math.min(longestPauseMs, (end - start) * (1 / share - 1));
      isDrawing = false;
      const next = waiting;
      waiting = undefined;
      if (next !== undefined) schedule(next);
    });
    act();
  };
  return (act) => {
    if (isDrawing) waiting = act;
    else schedule(act);
  };
}

const hiddenMs = 200;

/** For the window: animation frames, and a message to itself that arrives after the paint. */
export function windowFrames(): FramePacerDeps {
  return {
    now: () => performance.now(),
    nextFrame: (act) => void (document.hidden ? setTimeout(act, hiddenMs) : requestAnimationFrame(act)),
    afterPaint(act) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        act();
      };
      port2.postMessage(undefined);
    },
    wait: (ms, act) => void setTimeout(act, ms),
  };
}
