// Packs the built app: `npm run pack` makes a folder to try, `npm run dist` the files that people install.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Arch, build, Platform } from 'electron-builder';
import { readManifest } from '../licences/read-package.ts';
import { makeConfiguration } from './configuration.ts';
import { packedFiles } from './packed-files.ts';
import { type ArchName, archs, artifactNames, nodePlatforms, type SystemName, systems, targetsOf } from './targets.ts';

const project = join(import.meta.dirname, '../..');
const usage = `node build/packaging/pack.ts [options]
Packs what npm run build made. Signing and the place of updates come from the environment: docs/releasing.md.
  --system NAME         ${systems.join(', ')}; this one by default
  --arch NAME           ${archs.join(', ')}; this one by default
  --dir                 only a folder with the app in it, no installers
  --output FOLDER       dist by default
  --electron-dist PATH  a folder or zip with Electron, used instead of downloading it
  --dry-run             checks the configuration and says what would be made
  --help`;

const platforms = { mac: Platform.MAC, win: Platform.WINDOWS, linux: Platform.LINUX };

export type PackOptions = {
  readonly system: SystemName;
  readonly arch: ArchName;
  /** The builder's names of what to make; `dir` is a folder. */
  readonly targets: readonly string[];
  readonly output: string;
  readonly electronDist?: string | undefined;
};

/** Resolves with the files made; rejects when the package is not as it should be. */
export function pack({ system, arch, targets, output, electronDist }: PackOptions): Promise<string[]> {
  const config = makeConfiguration({ project, system, arch, environment: process.env, electronDist, output });
  return build({
    projectDir: project,
    targets: platforms[system].createTarget([...targets], Arch[arch]),
    config,
    publish: 'never',
  });
}

function pick<Name extends string>(names: readonly Name[], given: string | undefined, otherwise: string): Name {
  const wanted = given ?? otherwise;
  const found = names.find((name) => name === wanted);
  if (found === undefined) throw new Error(`${wanted} is none of ${names.join(', ')}`);
  return found;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      system: { type: 'string' },
      arch: { type: 'string' },
      dir: { type: 'boolean', default: false },
      output: { type: 'string', default: 'dist' },
      'electron-dist': { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const here = systems.find((name) => nodePlatforms[name] === process.platform) ?? 'linux';
  const system = pick(systems, values.system, here);
  const arch = pick(archs, values.arch, process.arch);
  const electronDist = values['electron-dist'] === undefined ? undefined : resolve(values['electron-dist']);
  if (values['dry-run']) {
    const config = makeConfiguration({ project, system, arch, environment: process.env, electronDist });
    const { version } = readManifest(project);
    console.log(JSON.stringify(config, null, 2));
    console.log(`${packedFiles(project, system, arch).length} files in app.asar`);
    return console.log(artifactNames(system, arch, String(version)).join('\n'));
  }
  const targets = values.dir ? ['dir'] : targetsOf[system].map(([target]) => target);
  const made = await pack({ system, arch, targets, output: values.output, electronDist });
  console.log(made.length === 0 ? `The app is in ${values.output}` : made.join('\n'));
}

if (process.argv[1] === import.meta.filename) {
  run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
