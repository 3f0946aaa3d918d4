// A repository fetched by Git in the sandbox: one host, one commit deep, no hooks, no submodules, no other protocol.
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { Sandbox } from '#main/guard/sandbox/port.ts';

export type GitAddress = { readonly url: string; readonly ref?: string };

const bad = () =>
  new AppError('invalid_input', 'A skill is fetched from an https address without a name or a key in it.', {
    details: { reason: 'git_address' },
  });

/** `invalid_input` for everything but a plain https address; a branch cannot pass as an option. */
export function checkGitAddress({ url, ref }: GitAddress): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'https:' || parsed.username !== '' || parsed.password !== '') throw bad();
  if (/[\s\p{Cc}]/u.test(url) || parsed.search !== '' || parsed.hash !== '') throw bad();
  if (ref !== undefined && (!/^[A-Za-z0-9][\w./-]*$/.test(ref) || ref.includes('..'))) throw bad();
  return parsed;
}

/** What runs: no configuration of the person or the machine counts, and nothing of the repository is a program. */
export function gitArguments(address: GitAddress, to: string): [string, ...string[]] {
  const url = checkGitAddress(address);
  const settings = [
    ...['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.symlinks=false', 'protocol.allow=never'],
    ...['protocol.https.allow=always', 'credential.helper=', 'core.askPass=true', 'submodule.recurse=false'],
    ...['http.followRedirects=false', 'transfer.fsckObjects=true', 'init.templateDir='],
  ];
  const branch = address.ref === undefined ? [] : ['--branch', address.ref];
  const what = ['clone', '--depth', '1', '--single-branch', '--no-tags', '--no-recurse-submodules', '--template='];
  return ['git', ...settings.flatMap((one) => ['-c', one]), ...what, ...branch, '--', url.href, to];
}

const timeoutMs = 120_000;
/** A pack that is larger ends Git. */
const limits = { processes: 32, fileBytes: 256 * 1024 ** 2 };
/** Of everything in the repository: most of it is thrown away, but it lies on the disk first. */
const treeLimits = { files: 20_000, totalBytes: 256 * 1024 ** 2, depth: 24 };
const keptOutput = 4_000;

export type FetchGitDeps = {
  readonly sandbox: Pick<Sandbox, 'spawn'>;
};

type Run = { readonly folder: string; readonly host?: string; readonly signal: AbortSignal };

async function run(argv: [string, ...string[]], { folder, ...o }: Run, d: FetchGitDeps) {
  const child = await d.sandbox.spawn(
    {
      ...{ argv, cwd: folder, workspace: folder, timeoutMs, limits, profile: 'script' },
      network: o.host === undefined ? false : { hosts: [o.host], purpose: 'skills' },
    },
    o.signal,
  );
  let said = '';
  for await (const { text } of child.output) said = (said + text).slice(-keptOutput);
  const { exitCode } = await child.exit;
  if (exitCode === 0) return said.trim();
  throw new AppError('unavailable', `Git could not fetch it: ${lastLine(said)}`, {
    retryable: false,
    details: { reason: 'git_failed', facts: { said: lastLine(said) } },
  });
}

const lastLine = (text: string) => text.trim().split('\n').at(-1)?.slice(0, 300) ?? '';

/** Errors: `invalid_input` (`archive_too_large`). */
export async function checkTree(tree: string, most: typeof treeLimits = treeLimits): Promise<void> {
  let [files, bytes] = [0, 0];
  const visit = async (folder: string, depth: number): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (depth < most.depth) await visit(path, depth + 1);
        else files = Number.POSITIVE_INFINITY;
      } else {
        files += 1;
        bytes += (await lstat(path)).size;
      }
      if (files > most.files || bytes > most.totalBytes)
        throw new AppError('invalid_input', 'This repository is larger than skills are. Nothing was taken from it.', {
          details: {
            reason: 'archive_too_large',
            facts: { megabytes: Math.ceil(bytes / 1024 ** 2), limit: Math.floor(most.totalBytes / 1024 ** 2) },
          },
        });
    }
  };
  await visit(tree, 0);
}

/** Into `<folder>/tree`; returns the commit. */
export async function fetchGit(
  address: GitAddress,
  o: { folder: string; signal: AbortSignal },
  d: FetchGitDeps,
): Promise<string> {
  const url = checkGitAddress(address);
  const to = `${o.folder}/tree`;
  await run(gitArguments(address, to), { ...o, host: url.host }, d);
  await checkTree(to);
  return run(['git', '-C', to, '-c', 'core.fsmonitor=false', 'rev-parse', 'HEAD'], o, d);
}
