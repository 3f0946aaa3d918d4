// How the gateway's Node keeps its memory small: V8 as it comes takes twice as much under load, for a few percent of time.

/** Given to Node itself, before the bundle; they cannot be set once it runs. */
export const gatewayFlags = ['--max-semi-space-size=6', '--heap-growing-percent=60'];

/**
 * Goes on as Node with these flags, in this very process; returns where that cannot be (Windows) or is so already. The
 * gateway runs without them too.
 */
export function becomeWith(flags, args) {
  const missing = flags.filter((flag) => !process.execArgv.includes(flag));
  if (missing.length === 0 || typeof process.execve !== 'function') return;
  try {
    process.execve(process.execPath, [process.execPath, ...process.execArgv, ...missing, ...args], process.env);
  } catch {
    // Not allowed here (a sandbox, an odd file system): the flags are a saving, not a need.
  }
}
