// What the official suite starts as the client: Limpet's own servers' room, with a browser and a person that a program plays.
// `node client-driver.ts <address>`; the name of the scenario and what it gives come in the environment.
import { env } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { isAppError } from '#main/contract/errors.ts';
import { McpServerId } from '#main/contract/mcp.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createMcpKit } from '../testing/mcp-kit.ts';

const [address = ''] = process.argv.slice(-1);
const given = env;
const context = JSON.parse(given.MCP_CONFORMANCE_CONTEXT ?? '{}') as { client_id?: string; client_secret?: string };
const id = McpServerId.parse('suite');

/** Goes to the page, is sent back, and lands where Limpet waits. */
async function browse(url: string): Promise<void> {
  const page = await fetch(url, { redirect: 'manual' });
  const back = page.headers.get('location');
  if (back === null) throw new Error(`the page for signing in answered ${page.status}`);
  await fetch(back);
}

const kit = await createMcpKit({
  openExternal: browse,
  sandbox: {
    state: () => ({ tier: 'none', reason: 'tools.sandbox_none_platform', probes: [] }),
    onChange: () => () => {},
    spawn: () => Promise.reject(new Error('no program in this suite')),
  },
  clientMetadataUrl: 'https://conformance-test.local/client-metadata.json',
});

/** A person who signs in when they are told to, three times at most. */
async function withSignIn<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const isWanted = isAppError(error) && error.details?.reason === 'mcp_sign_in';
      if (!isWanted || tries === 3) throw error;
      await kit.servers.signIn(id, neverAborts);
    }
  }
}

/** Something of every type that a tool may want. */
function inputFor(schema: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  const properties = (schema?.properties ?? {}) as Record<string, { type?: string }>;
  const values: Readonly<Record<string, unknown>> = {
    number: 5,
    integer: 5,
    boolean: true,
    string: 'tide',
    object: {},
    array: [],
  };
  return Object.fromEntries(Object.entries(properties).map(([name, { type }]) => [name, values[type ?? 'string']]));
}

/** Says yes to every form, with nothing changed in it. */
async function answerQuestions(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const { id: questionId, fields } of kit.questions.open()) {
      const filled = fields.flatMap(({ name, initial }) => (initial === undefined ? [] : [[name, initial] as const]));
      kit.questions.answer({ questionId, action: 'accept', values: Object.fromEntries(filled) });
    }
    await pause(20);
  }
}

const answering = new AbortController();
const answers = answerQuestions(answering.signal);
let failure: unknown;
try {
  await kit.servers.save(
    {
      id,
      transport: {
        ...{ type: 'http', url: address, headers: [] },
        ...(context.client_id === undefined ? {} : { clientId: context.client_id }),
      },
      inputs: {},
      clientSecret: context.client_secret,
      replace: false,
    },
    neverAborts,
  );
  await withSignIn(() => kit.servers.restart(id, neverAborts));
  const tools = await kit.servers.tools(id);
  await kit.run('find_tools', { query: '', server: id });
  for (const name of (await kit.names()).slice(1)) {
    const tool = tools.find((one) => name.endsWith(one.name));
    const result = await withSignIn(() => kit.run(name, inputFor(tool?.pinned?.inputSchema)));
    process.stdout.write(`${name}: ${result.output}\n`);
  }
} catch (error) {
  failure = error;
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  for (const line of kit.servers.log(id)) process.stderr.write(`  ${line.level} ${line.text}\n`);
}
answering.abort();
await answers;
await kit.close();
process.exit(failure === undefined ? 0 : 1);
