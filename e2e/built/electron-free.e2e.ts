// The core runs in plain Node: the built gateway and command line load where an import of electron is an error.
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { connectTo, sayAndWait } from '../support/client.ts';
import { startGateway } from '../support/gateway.ts';

const project = join(import.meta.dirname, '../..');
const guard = join(project, 'build/gates/electron-free.mjs');
const run = promisify(execFile);

describe('without electron', () => {
  it('the built gateway starts, answers and ends', async () => {
    const gateway = await startGateway({ nodeArgs: ['--import', guard] });
    const client = connectTo(gateway.dataFolder);
    const { id } = await client.api.sessions.create({});
    const { text } = await sayAndWait(client, id, { text: 'what time is it' });
    expect(text).not.toBe('');
    client.close();
    expect(await gateway.stop()).toBe(0);
  });

  it('the built command line answers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'limpet-free-'));
    const args = ['--import', guard, join(project, 'out/main/cli.js'), '--version'];
    const { stdout } = await run(process.execPath, args, { env: { PATH: process.env.PATH, HOME: folder } });
    expect(stdout).toMatch(/^\D*\d+\.\d+\.\d+/);
  });

  it('turns red when something imports electron', async () => {
    const planted = join(mkdtempSync(join(tmpdir(), 'limpet-free-')), 'planted.mjs');
    writeFileSync(planted, "await import('electron');\n");
    await expect(run(process.execPath, ['--import', guard, planted])).rejects.toThrow(/electron was imported by/);
  });
});
