// What is known of programs and keys before anybody is asked: which hosts a program fetches itself from, and where the keys
// of well-known services belong, so that those never have to be given to a program.
import type { McpTransport, McpValue } from '#main/contract/mcp.ts';

const npm = ['registry.npmjs.org'];
const python = ['pypi.org', 'files.pythonhosted.org'];
const fetchers: Readonly<Record<string, readonly string[]>> = {
  ...{ npx: npm, bunx: npm, pnpx: npm, dlx: npm, uvx: python, pipx: python },
  deno: ['deno.land', 'jsr.io', ...npm],
};

type Into = NonNullable<McpValue['into']>;
const bearer = (host: string): Into => ({ host, header: 'authorization' });
const keys: readonly (readonly [RegExp, Into])[] = [
  [/^(GITHUB|GH)_.*TOKEN$/, bearer('api.github.com')],
  [/^GITLAB_.*TOKEN$/, { host: 'gitlab.com', header: 'private-token' }],
  [/^SLACK_(BOT|USER|MCP_X\w*)_?TOKEN$/, bearer('slack.com')],
  [/^NOTION_.*(TOKEN|KEY)$/, bearer('api.notion.com')],
  [/^LINEAR_.*(TOKEN|KEY)$/, bearer('api.linear.app')],
  [/^SENTRY_.*TOKEN$/, bearer('sentry.io')],
  [/^OPENAI_API_KEY$/, bearer('api.openai.com')],
  [/^ANTHROPIC_API_KEY$/, { host: 'api.anthropic.com', header: 'x-api-key' }],
  [/^BRAVE_API_KEY$/, { host: 'api.search.brave.com', header: 'x-subscription-token' }],
  [/^EXA_API_KEY$/, { host: 'api.exa.ai', header: 'x-api-key' }],
  [/^TAVILY_API_KEY$/, bearer('api.tavily.com')],
  [/^FIRECRAWL_API_KEY$/, bearer('api.firecrawl.dev')],
  [/^STRIPE_.*KEY$/, bearer('api.stripe.com')],
];

const programOf = (command: string) =>
  (command.split(/[\\/]/).at(-1) ?? command).toLowerCase().replace(/\.(cmd|exe)$/, '');

/** The safest that can work: what it fetches itself from, and the hosts of keys that are known; a person adds the rest. */
export function withKnownServices(transport: McpTransport): McpTransport {
  if (transport.type !== 'stdio') return transport;
  const env = transport.env.map((one) => {
    const into = one.secret ? keys.find(([name]) => name.test(one.name))?.[1] : undefined;
    return into === undefined ? one : { ...one, into };
  });
  const found = fetchers[programOf(transport.command)] ?? [];
  return { ...transport, env, hosts: [...new Set([...found, ...env.flatMap(({ into }) => into?.host ?? [])])] };
}
