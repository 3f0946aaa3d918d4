// The layer gate sees a planted violation of every rule, and sees as many modules as there are files.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { layerRules } from './layer-rules.mjs';
import { checkLayers } from './layers.mjs';

const project = join(import.meta.dirname, '../..');
const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function plant(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'limpet-layers-'));
  made.push(root);
  cpSync(join(project, 'package.json'), join(root, 'package.json'));
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const leaf = 'export const leaf = 1;\n';
const uses = (target: string) => `import { leaf } from '${target}';\nexport const use = leaf;\n`;

/** From file, what it imports, and (for own modules) the file that is imported. */
const violations: Record<string, [from: string, target: string, to?: string]> = {
  resolvable: ['src-main/contract/a.ts', './missing.ts'],
  'contract-alone': ['src-main/contract/a.ts', '#main/platform/base/b.ts', 'src-main/platform/base/b.ts'],
  'contract-zod-only': ['src-main/contract/a.ts', 'openai'],
  'texts-alone': ['src-main/platform/texts/a.ts', '#main/contract/b.ts', 'src-main/contract/b.ts'],
  'texts-zod-only': ['src-main/platform/texts/a.ts', 'node:fs'],
  'base-on-contract': ['src-main/platform/base/a.ts', '#main/platform/bus/port.ts', 'src-main/platform/bus/port.ts'],
  'port-on-ports': ['src-main/agent/loop/port.ts', '#main/agent/loop/b.ts', 'src-main/agent/loop/b.ts'],
  'port-zod-only': ['src-main/agent/loop/port.ts', 'node:fs'],
  'rooms-are-strangers': ['src-main/agent/loop/a.ts', '#main/platform/store/b.ts', 'src-main/platform/store/b.ts'],
  'members-are-strangers': [
    'src-main/agent/providers/openai/a.ts',
    '#main/agent/providers/anthropic/b.ts',
    'src-main/agent/providers/anthropic/b.ts',
  ],
  'registry-names-members': ['src-main/agent/providers/a.ts', './openai/b.ts', 'src-main/agent/providers/openai/b.ts'],
  'rpc-on-contract': ['src-main/platform/rpc/a.ts', '#main/platform/bus/port.ts', 'src-main/platform/bus/port.ts'],
  'app-joins-doors': ['src-main/app/a.ts', '#main/agent/loop/turn.ts', 'src-main/agent/loop/turn.ts'],
  'hosts-on-app': ['src-main/hosts/cli/a.ts', '#main/hosts/gateway/b.ts', 'src-main/hosts/gateway/b.ts'],
  'electron-in-its-rooms': ['src-main/app/a.ts', 'electron'],
  'processes-in-sandbox': ['src-main/agent/loop/a.ts', 'node:child_process'],
  'browsers-in-sandbox': ['src-main/agent/loop/a.ts', 'playwright-core'],
  'connections-in-their-rooms': ['src-main/agent/loop/a.ts', 'undici'],
  'preload-on-contract': ['src-preload/index.ts', '#main/platform/base/b.ts', 'src-main/platform/base/b.ts'],
  'ui-without-product': ['src-renderer/ui/a.tsx', '#renderer/api/b.ts', 'src-renderer/api/b.ts'],
  'api-on-contract': ['src-renderer/api/a.ts', '#renderer/ui/b.ts', 'src-renderer/ui/b.ts'],
  'features-are-strangers': [
    'src-renderer/features/chat/a.tsx',
    '#renderer/features/settings/b.ts',
    'src-renderer/features/settings/b.ts',
  ],
  'renderer-apart': ['src-renderer/app/a.tsx', '#main/platform/base/b.ts', 'src-main/platform/base/b.ts'],
  'renderer-without-node': ['src-renderer/app/a.tsx', 'node:fs'],
};

describe('layer gate', () => {
  it('has a planted violation for every rule', () => {
    const planted = ['no-cycle', ...Object.keys(violations)].toSorted();
    expect(planted).toEqual(layerRules.map((rule) => rule.name).toSorted());
  });

  it.each(Object.entries(violations))('turns red: %s', async (rule, [from, target, to]) => {
    const root = plant({ [from]: uses(target), ...(to === undefined ? {} : { [to]: leaf }) });
    const result = await checkLayers(root);
    expect(result.unread).toEqual([]);
    expect(result.violations.map((violation) => violation.rule)).toContain(rule);
  });

  it('turns red: no-cycle', async () => {
    const root = plant({
      'src-main/contract/a.ts': uses('./b.ts'),
      'src-main/contract/b.ts': `${uses('./a.ts')}${leaf}`,
    });
    expect((await checkLayers(root)).violations.map((violation) => violation.rule)).toContain('no-cycle');
  });

  it('lets a room use its own files and every port', async () => {
    const root = plant({
      'src-main/agent/loop/a.ts': `${uses('./b.ts')}import type { Door } from '#main/platform/store/port.ts';\nexport type D = Door;\n`,
      'src-main/agent/loop/b.ts': leaf,
      'src-main/platform/store/port.ts': 'export type Door = 1;\n',
    });
    expect((await checkLayers(root)).violations).toEqual([]);
  });

  it('passes on the project and reads every file of it', async () => {
    const result = await checkLayers(project);
    expect(result.violations).toEqual([]);
    expect(result.unread).toEqual([]);
    expect(result.files).toBeGreaterThan(50);
    expect(readFileSync(join(project, 'build/gates/layer-rules.mjs'), 'utf8')).not.toContain('exceptions');
  });
});
