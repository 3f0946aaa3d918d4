// `npm run dev`: the desktop app with a live page where Electron can open, otherwise the gateway with a live page.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findSignInLink, whyNoDesktop } from './choose-desktop.mjs';
import { bringElectron, findElectron } from './electron-binary.mjs';
import { chooseNode, findOwnNode, projectOf } from './own-node.mjs';
import { runChild } from './run-child.mjs';

const project = projectOf(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const tool = join(project, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
const host = '127.0.0.1';

function say(text) {
  process.stderr.write(`${text}\n`);
}

async function whyNoWindow() {
  const why = whyNoDesktop({ platform: process.platform, uid: process.getuid?.(), environment: process.env });
  if (why !== undefined || findElectron(project, process.env) !== undefined) return why;
  say('Downloading Electron, once …');
  return bringElectron(project, { environment: process.env, onBytes: () => undefined });
}

/** The page comes from Vite and changes as its files do; everything else is passed on to the gateway. */
async function servePage(gatewayAddress, port) {
  const { createServer } = await import('vite');
  const { default: config } = await import(pathToFileURL(join(project, 'electron.vite.config.ts')).href);
  const passed = ['/ws', '/auth', '/blobs', '/healthz', '/v1'];
  const server = await createServer({
    ...config.renderer,
    configFile: false,
    logLevel: 'warn',
    server: {
      host,
      port,
      strictPort: true,
      proxy: Object.fromEntries(passed.map((path) => [path, { target: gatewayAddress, ws: path === '/ws' }])),
    },
  });
  await server.listen();
  return server;
}

function freePort() {
  return new Promise((resolve, reject) => {
    import('node:net').then(({ createServer }) => {
      const probe = createServer();
      probe.once('error', reject);
      probe.listen(0, host, () => {
        const { port } = probe.address();
        probe.close(() => resolve(port));
      });
    }, reject);
  });
}

async function developInBrowser() {
  const built = await runChild(process.execPath, [tool, 'build', '--logLevel', 'error'], { cwd: project });
  if (built !== 0) return built;
  const port = await freePort();
  const gateway = spawn(process.execPath, [join(project, 'out/main/gateway.js'), '--port', '0', ...args], {
    stdio: ['inherit', 'pipe', 'inherit'],
    // The browser talks to Vite, which passes its requests on under its own name.
    env: { ...process.env, LIMPET_HOST_NAMES: `${host}:${port}` },
  });
  let server;
  let seen = '';
  gateway.stdout.on('data', async (data) => {
    if (server !== undefined) return;
    seen += data;
    const link = findSignInLink(seen);
    if (link === undefined) return;
    server = servePage(new URL(link).origin, port);
    await server;
    say(`The page is live, the core is the one of the last build. Sign in once with this link:`);
    process.stdout.write(`http://${host}:${port}/${new URL(link).hash}\n`);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => gateway.kill(signal));
  const code = await new Promise((resolve) => gateway.on('close', (ended) => resolve(ended ?? 1)));
  await (await server)?.close();
  return code;
}

async function develop() {
  const why = await whyNoWindow();
  if (why === undefined) return runChild(process.execPath, [tool, 'dev', ...args], { cwd: project });
  say(`No desktop window: ${why}. The page is served to your browser instead.`);
  return developInBrowser();
}

const choice = chooseNode(process.versions.node, findOwnNode(project, process.platform));
if (choice.type === 'none') {
  say(choice.message);
  process.exitCode = 1;
} else if (choice.type === 'other') {
  process.exitCode = await runChild(choice.path, [fileURLToPath(import.meta.url), ...args], {});
} else {
  process.exitCode = await develop();
}
