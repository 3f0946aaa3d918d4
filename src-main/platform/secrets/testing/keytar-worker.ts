// Runs keytar inside a session of its own for the keychain tests. Its first line tells how others reach the session; then
// one JSON call per line in, one JSON answer per line out.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

type Call = { id: number; method: string; args: string[] };

// Asked for by name at run time: where it could not be installed, this file is only read.
const keytar: Record<string, (...args: string[]) => Promise<unknown>> = createRequire(import.meta.url)('keytar');

// biome-ignore lint/style/noProcessEnv: the address of the session's bus is told nowhere else.
const { DBUS_SESSION_BUS_ADDRESS } = process.env;
process.stdout.write(`${JSON.stringify({ bus: DBUS_SESSION_BUS_ADDRESS })}\n`);

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, args } = JSON.parse(line) as Call;
  const answer = await (keytar[method]?.(...args) ?? Promise.reject(new Error('no such method'))).then(
    (value) => ({ id, value }),
    (error: unknown) => ({ id, error: String(error) }),
  );
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
