// What packages may do to whoever installs them: run scripts only when allowed by name, come only as the very bytes that
// were locked, under a licence that may be used. `node build/gates/package-hygiene.ts` runs it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { licenceNamedElsewhere } from '../licences/named-elsewhere.ts';
import { allowedInTools, isAllowed } from '../licences/policy.ts';

type Json = Readonly<Record<string, unknown>>;
export type Installed = { readonly name: string; readonly manifest: Json; readonly hasBindingFile: boolean };
export type Packages = {
  /** package.json of the project. */
  readonly manifest: Json;
  /** package-lock.json. */
  readonly lock: Json;
  /** What lies in node_modules, of this system only; the lock knows the others. */
  readonly installed: readonly Installed[];
  /** The project's .npmrc. */
  readonly npmrc: string;
};
export type HygieneFinding = { readonly rule: string; readonly message: string };

/** Run by npm when somebody installs; `prepare` also when it installs from a repository. */
const ownScripts = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
const foreignScripts = ['preinstall', 'install', 'postinstall'];
const exactVersion = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;
const knownSettings = ['omit-lockfile-registry-resolved=true', 'save-exact=true'];

const toObject = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {});
const nameOf = (path: string) => path.replace(/^.*node_modules\//, '');
const finding =
  (rule: string) =>
  (message: string): HygieneFinding => ({ rule, message });

function lockedPackages(lock: Json): (readonly [path: string, entry: Json])[] {
  return Object.entries(toObject(lock.packages))
    .filter(([path]) => path !== '')
    .map(([path, entry]) => [path, toObject(entry)] as const);
}

/** npm compiles a package with a binding file by itself, unless it says that it brings its binaries along. */
function runsScripts({ manifest, hasBindingFile }: Installed): boolean {
  const scripts = toObject(manifest.scripts);
  return foreignScripts.some((name) => Object.hasOwn(scripts, name)) || (hasBindingFile && manifest.gypfile !== false);
}

function checkScripts({ manifest, lock, installed }: Packages): HygieneFinding[] {
  const allowed = toObject(manifest.allowScripts);
  const locked = lockedPackages(lock);
  const withScripts = new Set([
    ...locked.filter(([, entry]) => entry.hasInstallScript === true).map(([path]) => nameOf(path)),
    ...installed.filter(runsScripts).map(({ name }) => name),
  ]);
  const names = new Set(locked.map(([path]) => nameOf(path)));
  return [
    ...[...withScripts]
      .filter((name) => typeof allowed[name] !== 'boolean')
      .map((name) => `${name} runs a script when it is installed; decide about it in allowScripts`)
      .map(finding('P01-foreign-script')),
    ...Object.keys(allowed)
      .filter((name) => !names.has(name))
      .map((name) => `${name} stands in allowScripts and is not used any more`)
      .map(finding('P02-stale-permission')),
    ...ownScripts
      .filter((name) => Object.hasOwn(toObject(manifest.scripts), name))
      .map((name) => `the project's own script ${name} would run for everybody who installs`)
      .map(finding('P03-own-script')),
  ];
}

function checkLock({ lock }: Packages): HygieneFinding[] {
  const locked = lockedPackages(lock);
  const entries = (rule: string, isWrong: (entry: Json) => boolean, what: string) =>
    locked
      .filter(([, entry]) => isWrong(entry))
      .map(([path]) => `${nameOf(path)} ${what}`)
      .map(finding(rule));
  return [
    ...(lock.lockfileVersion === 3 ? [] : [finding('P04-lock-version')(`lockfileVersion is ${lock.lockfileVersion}`)]),
    ...entries('P05-odd-address', (entry) => entry.resolved !== undefined, 'is locked to an address of its own'),
    ...entries('P06-no-hash', (entry) => !/^sha512-/.test(String(entry.integrity)), 'is not locked by its hash'),
    ...entries('P07-link', (entry) => entry.link === true, 'is a link to somewhere on a disk'),
    ...entries('P08-other-name', (entry) => entry.name !== undefined, 'goes by a name that is not its own'),
  ];
}

function checkVersions({ manifest }: Packages): HygieneFinding[] {
  return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((group) =>
    Object.entries(toObject(manifest[group]))
      .filter(([, version]) => !exactVersion.test(String(version)))
      .map(([name, version]) => `${name} is asked for as ${version}, which is no exact version`)
      .map(finding('P09-loose-version')),
  );
}

function checkLicences({ lock }: Packages): HygieneFinding[] {
  return lockedPackages(lock)
    .filter(([path, { license, version }]) => {
      const own = typeof license === 'string' ? license : undefined;
      return !isAllowed(licenceNamedElsewhere(nameOf(path), String(version)) ?? own, allowedInTools);
    })
    .map(
      ([path, { license, version }]) => `${nameOf(path)}@${version}: ${license ?? 'no licence named'} is not allowed`,
    )
    .map(finding('P10-licence'));
}

function checkSettings({ npmrc }: Packages): HygieneFinding[] {
  return npmrc
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !knownSettings.includes(line))
    .map((line) => `.npmrc has ${line.split('=')[0]}, which would hold for everybody who installs`)
    .map(finding('P11-setting'));
}

export function checkHygiene(packages: Packages): HygieneFinding[] {
  const checks = [checkScripts, checkLock, checkVersions, checkLicences, checkSettings];
  return checks.flatMap((check) => check(packages));
}

function readJson(path: string): Json {
  return toObject(JSON.parse(readFileSync(path, 'utf8')));
}

function readInstalled(modules: string): Installed[] {
  if (!existsSync(modules)) return [];
  const names = readdirSync(modules).flatMap((name) => {
    if (name.startsWith('.')) return [];
    return name.startsWith('@') ? readdirSync(join(modules, name)).map((below) => `${name}/${below}`) : [name];
  });
  return names.flatMap((name) => {
    const folder = join(modules, name);
    if (!existsSync(join(folder, 'package.json'))) return [];
    const manifest = readJson(join(folder, 'package.json'));
    const hasBindingFile = existsSync(join(folder, 'binding.gyp'));
    return [{ name, manifest, hasBindingFile }, ...readInstalled(join(folder, 'node_modules'))];
  });
}

export function readPackages(root: string): Packages {
  const npmrc = join(root, '.npmrc');
  return {
    manifest: readJson(join(root, 'package.json')),
    lock: readJson(join(root, 'package-lock.json')),
    installed: readInstalled(join(root, 'node_modules')),
    npmrc: existsSync(npmrc) ? readFileSync(npmrc, 'utf8') : '',
  };
}

/** Throws when it sees too little to mean anything: a gate must not be green because it is blind. */
export function checkHygieneOfProject(root: string): HygieneFinding[] {
  const packages = readPackages(root);
  const locked = lockedPackages(packages.lock).length;
  if (locked < 100 || packages.installed.length < 100)
    throw new Error(`only ${locked} locked and ${packages.installed.length} installed packages were seen`);
  return checkHygiene(packages);
}

if (process.argv[1] === import.meta.filename) {
  const findings = checkHygieneOfProject(join(import.meta.dirname, '../..'));
  for (const { rule, message } of findings) console.error(`${rule}: ${message}`);
  console.log(`${findings.length} findings`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
