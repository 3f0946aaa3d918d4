// The account of one who has the link for a while: his first bytes before they leave, the others together.

/** Not more than a burst waits to be noted. */
const mostBytes = 2_048;

export function createBurst(note: (bytes: Uint8Array) => Promise<void>) {
  let isBegun = false;
  let gathered: Uint8Array[] = [];
  let count = 0;
  const flush = async () => {
    if (count === 0) return;
    const bytes = Buffer.concat(gathered);
    gathered = [];
    count = 0;
    await note(bytes);
  };
  return {
    /** Durable for the first bytes when it resolves, and for all when many have gathered. */
    async add(bytes: Uint8Array): Promise<void> {
      if (!isBegun) {
        isBegun = true;
        return note(bytes);
      }
      gathered.push(Uint8Array.from(bytes));
      count += bytes.length;
      if (count >= mostBytes) await flush();
    },
    end: flush,
  };
}
