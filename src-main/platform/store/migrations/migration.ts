// What a migration is.

/** Forward only; its SQL never changes once released (a checksum is kept). Ids leave gaps of 10. */
export type Migration = {
  readonly id: number;
  readonly sqlite: string;
  /** What it changes or drops of the rows that are there: `table` or `table.column`. Anything else must stay as it was. */
  readonly changes?: readonly string[];
};
