// Electron itself, found the way `npm start` finds it; undefined where it was never brought here.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { createClient } from '#main/contract/client.ts';
import { contract } from '#main/contract/contract.ts';
import { connectLocal } from '#main/platform/rpc/websocket/connect-local.ts';
import { findElectron } from '../../../build/launch/electron-binary.mjs';
import type { LimpetConnection } from '../../support/client.ts';

const project = join(import.meta.dirname, '../../..');

export function findElectronHere(): string | undefined {
  return process.env.LIMPET_ELECTRON ?? findElectron(project, process.env);
}
export const hasElectron = findElectronHere() !== undefined;

export type RunningElectron = {
  readonly app: ElectronApplication;
  readonly dataFolder: string;
  readonly workspace: string;
  /** The window whose address ends so: the main one, or the quick chat once it was made. */
  page(route: '' | '#/quick'): Promise<Page>;
  /** Starts the app again with these words; the first one takes them over. */
  again(...words: string[]): Promise<void>;
  stop(): Promise<void>;
};

export type ElectronOptions = {
  readonly root?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly words?: readonly string[];
};

function cleanEnvironment(home: string, more: Readonly<Record<string, string>>): Record<string, string> {
  const kept = ['PATH', 'LANG', 'DISPLAY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'XAUTHORITY', 'SystemRoot', 'TEMP'];
  const entries = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const homes = { HOME: home, USERPROFILE: home, APPDATA: join(home, 'roaming'), LOCALAPPDATA: join(home, 'local') };
  return { ...Object.fromEntries(entries), ...homes, OLLAMA_HOST: 'http://127.0.0.1:9', ...more };
}

export async function startElectron(o: ElectronOptions = {}): Promise<RunningElectron> {
  const executablePath = findElectronHere();
  if (executablePath === undefined) throw new Error('Electron is not here.');
  const root = o.root ?? mkdtempSync(join(tmpdir(), 'limpet-electron-e2e-'));
  const [dataFolder, workspace, home] = ['data', 'workspace', 'home'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [workspace, home]) mkdirSync(folder, { recursive: true });
  const args = [project, '--data-dir', dataFolder, '--workspace', workspace];
  const launch = { executablePath, cwd: project, env: cleanEnvironment(home, o.environment ?? {}), timeout: 60_000 };
  const app = await _electron.launch({ ...launch, args: [...args, ...(o.words ?? [])] });
  return {
    ...{ app, dataFolder, workspace },
    async page(route) {
      const fits = (page: Page) => page.url().startsWith('app://limpet/') && page.url().endsWith('#/quick') === isQuick;
      const isQuick = route === '#/quick';
      for (let tries = 0; tries < 600; tries += 1) {
        const found = app.windows().find(fits);
        if (found !== undefined) return found;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`The window ${route === '' ? 'of the app' : route} did not come.`);
    },
    async again(...words) {
      // It hands its words over and goes.
      const switches = process.platform === 'linux' ? ['--no-sandbox'] : [];
      const second = spawn(executablePath, [...switches, ...args, ...words], { env: launch.env, stdio: 'ignore' });
      await once(second, 'exit');
    },
    async stop() {
      await app.close();
      if (o.root === undefined) rmSync(root, { recursive: true, force: true });
    },
  };
}

/** As the command line does it on each system: over a socket in the data folder, or a named pipe. */
export const connectToElectron = ({ dataFolder }: RunningElectron): LimpetConnection =>
  createClient(contract, { connect: (signal) => connectLocal(dataFolder, signal), checkOutputs: true });
