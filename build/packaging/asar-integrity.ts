// The hash of app.asar's header as Electron checks it: over the archive, and as it stands in the program around it.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { getRawHeader } from '@electron/asar';

/** SHA-256 of the header, which itself holds the hash of every file in the archive. */
export function hashOfHeader(archive: string): string {
  return createHash('sha256').update(getRawHeader(archive).headerString).digest('hex');
}

/** From `Info.plist`; undefined when there is none. */
export function hashInPlist(plist: string): string | undefined {
  const text = readFileSync(plist, 'utf8');
  const entry =
    /<key>ElectronAsarIntegrity<\/key>\s*<dict>\s*<key>Resources\/app\.asar<\/key>\s*<dict>([\s\S]*?)<\/dict>/;
  const dict = entry.exec(text)?.[1] ?? '';
  if (!/<key>algorithm<\/key>\s*<string>SHA256<\/string>/.test(dict)) return undefined;
  return /<key>hash<\/key>\s*<string>([0-9a-f]{64})<\/string>/.exec(dict)?.[1];
}

/** From the resource `ELECTRONASAR` of a Windows program; undefined when there is none. */
export function hashInProgram(program: string): string | undefined {
  const bytes = readFileSync(program);
  const head = String.raw`[{"file":"resources\\app.asar","alg":"SHA256","value":"`;
  const at = bytes.indexOf(head);
  if (at === -1) return undefined;
  const hash = bytes.toString('latin1', at + head.length, at + head.length + 64);
  return /^[0-9a-f]{64}$/.test(hash) ? hash : undefined;
}
