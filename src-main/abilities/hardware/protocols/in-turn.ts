// One after the other: a bus has one conversation at a time.
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

export function createInTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => {}); // its caller has the error; the next one only waits for the end
    return mine;
  };
}
