// Debian's searx, the ancestor of SearXNG with the same JSON, over a source of our own at a loopback port.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const modules = '/usr/lib/python3/dist-packages/searx/webapp.py';
const shared = '/usr/share/python3-searx';

export const hasSearx = existsSync(modules) && existsSync('/usr/bin/python3');

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const settingsText = (o: { port: number; source: number }) => `
general: { debug: false, instance_name: searx, contact_url: false, enable_stats: false }
search: { safe_search: 0, autocomplete: "", default_lang: en, ban_time_on_fail: 5, max_ban_time_on_fail: 120, formats: [html, json] }
server: { port: ${o.port}, bind_address: 127.0.0.1, secret_key: test, base_url: false, image_proxy: false, http_protocol_version: "1.0", method: GET, default_http_headers: {} }
redis: { url: false }
ui: { static_path: ${shared}/static, templates_path: ${shared}/templates, default_theme: oscar, default_locale: "", query_in_title: false, results_on_new_tab: false, advanced_search: false, theme_args: { oscar_style: logicodev } }
preferences: { lock: [] }
outgoing: { request_timeout: 3.0, useragent_suffix: "", pool_connections: 10, pool_maxsize: 10, enable_http2: false }
engines:
  - { name: tides, engine: json_engine, shortcut: td, categories: general, search_url: "http://127.0.0.1:${o.source}/?q={query}", results_query: hits, url_query: link, title_query: name, content_query: text, enable_http: true }
locales: { en: English }
doi_resolvers: { oadoi.org: "https://oadoi.org/" }
default_doi_resolver: oadoi.org
`;

export type Hit = { readonly link: string; readonly name: string; readonly text: string };
export type SearxServer = { readonly url: string; readonly asked: readonly string[]; close(): Promise<void> };

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200 && child.exitCode === null; tries += 1) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('searx did not start');
}

export async function startSearx(hits: readonly Hit[]): Promise<SearxServer> {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-searx-'));
  const asked: string[] = [];
  const source = createServer((request, response) => {
    asked.push(new URL(request.url ?? '/', 'http://source').searchParams.get('q') ?? '');
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ hits }));
  });
  await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
  const port = await freePort();
  const file = join(folder, 'settings.yml');
  writeFileSync(file, settingsText({ port, source: (source.address() as AddressInfo).port }));
  const child = spawn('/usr/bin/python3', ['-m', 'searx.webapp'], {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', SEARX_SETTINGS_PATH: file },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  const close = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.kill('SIGKILL')) await ended;
    source.closeAllConnections();
    await new Promise((resolve) => source.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answers(url, child);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, asked, close };
}
