// Keys of twelve formats go through set, get, log and failure; afterwards no file of the data folder holds any of them.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '#main/contract/errors.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { createLog, createRedactor } from '#main/platform/base/log.ts';
import { createLogFile } from '#main/platform/upkeep/create-log-file.ts';
import { createSecrets } from './create-secrets.ts';

const canaries: Readonly<Record<string, string>> = {
  anthropic: 'sk-ant-api03-CANARY-q9sV7wLr2TzXk4Jm',
  openai: 'sk-proj-CANARYq9sV7wLr2TzXk4Jm8Nc3Bd',
  openrouter: 'sk-or-v1-CANARYq9sV7wLr2TzXk4Jm8Nc3',
  groq: 'gsk_CANARYq9sV7wLr2TzXk4Jm8Nc3Bd',
  xai: 'xai-CANARYq9sV7wLr2TzXk4Jm8Nc3Bd',
  gemini: 'AIzaSyCANARYq9sV7wLr2TzXk4Jm8Nc3Bd01',
  github: 'ghp_CANARYq9sV7wLr2TzXk4Jm8Nc3Bd01',
  slack: 'xoxb-CANARY-1234567890-abcdefghij',
  aws: 'AKIACANARYQ9SV7WLR2T',
  jwt: 'eyJCANARYaGVsbG8.eyJzdWIiOiJtaW5hIn0.c2lnbmF0dXJl',
  zhipu: 'CANARY0123456789abcdef.q9sV7wLr2TzXk4Jm',
  plain: 'CANARY correct horse battery staple',
};

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('canary keys', () => {
  it('are in no file of the data folder: not in the store of secrets, not in the log [T33]', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'limpet-canary-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const redactor = createRedactor();
    const file = createLogFile({ folder: join(folder, 'logs') });
    const log = createLog({ sink: file.sink, redactor, now: () => 1, level: 'debug' });
    const fromOutside = 'CANARY value of the environment';
    const secrets = createSecrets({
      folder,
      environment: { SOME_VENDOR_API_KEY: fromOutside },
      service: 'limpet-canary',
      clock: systemClock,
      log,
      redactor,
      choose: 'passphrase-file',
    });
    await secrets.createFile('CANARY passphrase of the file');
    for (const [name, value] of Object.entries(canaries)) await secrets.set(`models.${name}`, value);
    for (const value of [...Object.values(canaries), fromOutside]) {
      log.info(`asked with ${value}`, { url: `https://user:${value}@example.org/?key=${value}`, nested: [{ value }] });
      log.error('refused', {
        error: new AppError('unauthenticated', `The key ${value} is wrong.`),
        authorization: value,
      });
    }
    await secrets.lock();
    file.close();
    const files = filesOf(folder);
    expect(files.map((path) => path.slice(folder.length + 1)).sort()).toEqual([
      'logs/limpet.jsonl',
      'secrets-index.json',
      'secrets.json',
    ]);
    for (const path of files) {
      expect(statSync(path).mode & 0o077).toBe(0);
      expect(readFileSync(path, 'utf8')).not.toMatch(/CANARY/);
    }
    expect(readFileSync(join(folder, 'logs', 'limpet.jsonl'), 'utf8')).toContain('[redacted]');
  });
});
