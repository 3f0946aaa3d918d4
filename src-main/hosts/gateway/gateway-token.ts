// The long-lived key of a gateway for other devices and programs: shown once, kept as a hash in a file of its own.
import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '#main/platform/base/json.ts';
import { hashSecret, isSecret } from './sessions.ts';

const Stored = z.object({ sha256: z.string().length(64) });

export interface GatewayToken {
  exists(): boolean;
  /** A new token of 256 bits; the one before it is no longer valid. */
  renew(): Promise<string>;
  check(token: string): boolean;
}

export async function openGatewayToken(dataFolder: string): Promise<GatewayToken> {
  const path = join(dataFolder, 'gateway-token.json');
  const text = await readFile(path, 'utf8').catch(() => ''); // none yet
  let hash = Stored.safeParse(parseJson(text)).data?.sha256;
  return {
    exists: () => hash !== undefined,
    async renew() {
      const token = `limpetgw_${randomBytes(32).toString('base64url')}`;
      const next = hashSecret(token);
      await writeFile(`${path}.new`, JSON.stringify({ sha256: next }), { mode: 0o600 });
      await rename(`${path}.new`, path);
      hash = next;
      return token;
    },
    check: (token) => isSecret(token, hash ?? '0'.repeat(64)) && hash !== undefined,
  };
}
