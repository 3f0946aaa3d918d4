// Steps one after another, whoever asks for them and however the one before ended.
export type InOrder = <T>(step: () => Promise<T>) => Promise<T>;

export function createInOrder(): InOrder {
  let last: Promise<unknown> = Promise.resolve();
  return (step) => {
    const next = last.then(step, step);
    last = next.catch(() => undefined); // the caller of `step` gets the failure; the next one starts anew
    return next;
  };
}
