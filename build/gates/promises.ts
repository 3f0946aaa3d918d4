// What Limpet must withstand and what it promises, by id; every id is named by at least one test: `it('… [T03]')`.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const promises: Readonly<Record<string, string>> = {
  T01: 'A web page cannot open the WebSocket.',
  T02: 'A web page cannot post to or read from the gateway.',
  T03: 'A rebound name gets 403 before routing.',
  T04: 'No address parameter or message makes the page connect elsewhere.',
  T05: 'Only loopback is listened on unless auth and TLS are there.',
  T06: 'Guessing a token is limited, loopback too.',
  T07: 'A revoked session is closed within a second.',
  T08: 'Every operation refuses every token that is not in its row of the table.',
  T09: 'Floods before auth and huge frames do not take memory or the service.',
  T10: 'Forged forwarding headers give nothing.',
  T11: 'Model text, names and errors cannot run script.',
  T12: 'Model text cannot send anything out by images, links or prefetch.',
  T13: 'A preview cannot send anything out and reaches nothing of the app.',
  T14: 'Only https, http and mailto addresses are opened outside.',
  T15: 'A link of Limpet’s own scheme does nothing by itself: it is shown and asked about.',
  T16: 'Only our own frame reaches Electron IPC, and every input is parsed.',
  T17: 'No way of writing a command gets it past the question, and what was decided is what is started.',
  T19: 'Commands run in a sandbox that was probed; where it fails they are off.',
  T20: 'The agent cannot lower its own guard.',
  T21: 'Files outside the workspace cannot be reached, also in a race.',
  T22: 'Fetches never reach this machine or its network.',
  T23: 'Words of others do not carry private things out: the agent asks with the bytes before.',
  T24: 'What a chat that has read words of others writes into memory, instructions or rules is a proposal.',
  T25: 'An approval shows everything, binds to it, is used once and expires.',
  T33: 'Keys are found nowhere on disk, in logs or in exports.',
  T34: 'Without a keychain nothing is kept in plain text.',
  T35: 'Another user of the machine cannot read or connect.',
  T36: 'Packages run no script that was not allowed, come as they were locked, and a release is made with few rights.',
  T37: 'An update that is not signed, not whole, older or for another channel is refused, and the running app unharmed.',
  T38: 'The packed program cannot be turned into another one, nor started without the sandbox of its pages.',
  T41: 'A turn ends at its limits of steps, tokens, cost and time.',
  T42: 'Stop ends effects in 200 ms and processes in 2 s.',
  T43: 'Many deletes at once, or outside the workspace, ask with their number.',
  T45: 'Every way to start a turn or a tool passes the same permissions.',
  R01: 'A kill in a streamed turn loses no message and at most the last 250 ms of text.',
  R02: 'A kill around a tool call never repeats the effect silently.',
  R03: 'Copies of the database at random instants open and hold.',
  R04: 'A full or read-only disk gives a clear message and nothing half-written.',
  R05: 'Damage is found, and restore or salvage offered.',
  R06: 'A broken configuration does not keep Limpet from starting.',
  R07: 'Vendor errors are told apart, retried within bounds, and shown.',
  R08: 'A cut or malformed stream ends, keeps its text, and calls no half-received tool.',
  R14: 'Ten thousand queued messages stay bounded and in order.',
  R15: 'Huge inputs are bounded, cut with a notice, and the whole is kept by reference.',
  R16: 'Odd Unicode neither crashes nor deceives.',
  R17: 'Long histories open, search and scroll fast.',
  R20: 'A data folder has exactly one owner.',
  R21: 'Every released schema migrates; a kill or a failure at any step leaves the old data or the new.',
  R22: 'A newer database is refused and not written to.',
  R24: 'An update that is interrupted leaves a program that starts.',
  R26: 'A crashed page loses nothing: the turn goes on, a reload shows all.',
};

const testFile = /\.(test\.tsx?|e2e\.ts)$|-suite\.ts$/;

/** Ids that each test file names, by path. */
export function readTestNames(root: string): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const folder of ['src-main', 'src-preload', 'src-renderer', 'build', 'e2e']) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && testFile.test(entry.name)) sources.set(relative(root, path), readFileSync(path, 'utf8'));
    }
  }
  return sources;
}

/** Ids that no test names, and ids that tests name but nobody promised. */
export function findGaps(
  sources: ReadonlyMap<string, string>,
  promised: readonly string[],
): { missing: string[]; unknown: string[] } {
  const named = new Set<string>();
  for (const [path, source] of sources) {
    if (path.endsWith('promises.test.ts')) continue;
    for (const [, ids] of source.matchAll(/\[((?:[TR]\d\d)(?:[ ,]+[TR]\d\d)*)\]/g))
      for (const id of (ids ?? '').split(/[ ,]+/)) named.add(id);
  }
  return {
    missing: promised.filter((id) => !named.has(id)),
    unknown: [...named].filter((id) => !promised.includes(id)).toSorted(),
  };
}
