// What the command line ends with; `limpet --help` lists them.
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  /** Offline, and the words were none that it knows. */
  notUnderstood: 3,
  /** The answer is there, but something it wanted to do was denied. */
  denied: 4,
  /** Another Limpet owns the data folder and does not answer. */
  secondCopy: 5,
  /** Ctrl+C, as shells expect it. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
