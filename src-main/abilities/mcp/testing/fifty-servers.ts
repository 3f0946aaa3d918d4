// Fifty servers with 32 tools each, named as the ones that people have: for what they cost a prompt.
import { createFakeServers } from './fake-servers.ts';
import { createMcpKit } from './mcp-kit.ts';

export const subjects: readonly string[] =
  'github gitlab jira linear slack notion asana trello stripe paypal shopify hubspot salesforce zendesk intercom sentry datadog grafana prometheus pagerduty postgres mysql sqlite mongodb redis elastic snowflake bigquery s3 gcs azure kubernetes docker terraform vercel netlify cloudflare figma miro airtable calendar mail contacts drive dropbox weather maps arxiv wikipedia playwright'.split(
    ' ',
  );
const acts = ['create', 'list', 'get', 'update', 'delete', 'search', 'export', 'archive'];
const things = ['issue', 'project', 'comment', 'report'];

const toolsOf = (subject: string) =>
  acts.flatMap((act) =>
    things.map((thing) => ({
      name: `${act}_${thing}`,
      description: `${act} a ${thing} in ${subject}. ${'Use it when the person asks for it, and give every field that is known. '.repeat(4)}`,
      inputSchema: {
        type: 'object' as const,
        properties: {
          id: { type: 'string', description: 'The identifier as the service shows it.' },
          title: { type: 'string', description: 'A short title.' },
          fields: { type: 'object', description: 'Further fields by name.' },
        },
      },
    })),
  );

/** Added, started and looked at. */
export async function createFiftyServers() {
  const fakes = createFakeServers();
  const kit = await createMcpKit({ transports: fakes.open });
  for (const subject of subjects) {
    fakes.add(subject, toolsOf(subject));
    await kit.add(subject, fakes.address(subject));
  }
  return { fakes, kit };
}
