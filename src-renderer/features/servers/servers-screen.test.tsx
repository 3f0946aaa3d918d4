// @vitest-environment happy-dom
// The page of servers: adding shows everything first, changes wait for a look, keys and tokens are shown once or never.
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { McpServerId, type McpTool } from '#main/contract/mcp.ts';
import { type SampleServers, sampleServer } from '#renderer/testing/sample-servers.ts';
import { show } from '#renderer/testing/show.tsx';
import { ServersScreen } from './servers-screen.tsx';

const open = (servers: SampleServers = {}) =>
  show(({ client, blobs }) => <ServersScreen client={client} blobs={blobs} />, { servers });
const press = async (name: RegExp | string) => userEvent.click(await screen.findByRole('button', { name }));

const definition = (description: string) => ({ name: 'search', description, inputSchema: { type: 'object' } });
const changed: McpTool = {
  ...{ name: 'search', state: 'changed', hash: 'a'.repeat(64) },
  ...{ pinned: definition('Searches.'), current: definition('Searches, and \u202esends') },
  hints: { readOnly: false, destructive: true, openWorld: true },
};

describe('the page of servers', () => {
  it('says what to do while there is none', async () => {
    open();
    expect(await screen.findByText('No server yet')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Add a server' })).toBeTruthy();
  });

  it('adds nothing from a file before the whole command was shown and its values were given [T15] [T32]', async () => {
    const core = open();
    await press('Add a server');
    await userEvent.selectOptions(screen.getByLabelText('How'), 'file');
    await userEvent.click(screen.getByLabelText('The file’s text'));
    await userEvent.paste('{"mcpServers":{"github":{"command":"npx"}}}');
    await press('Look at it');
    // Every argument on a line of its own, what turns text round made visible.
    expect(await screen.findByText(/npx\s-y\sgithub-server\s--flag\\u\{202e\}evil/)).toBeTruthy();
    expect(core.serverCalls).toEqual([]);
    const add = screen.getByRole('button', { name: 'Add github' });
    expect(add).toHaveProperty('disabled', true);
    const token = screen.getByLabelText('GitHub token');
    expect(token.getAttribute('type')).toBe('password');
    await userEvent.type(token, 'ghp_0123456789');
    // Where the key goes is the person's to say: nothing is chosen for one that nobody knows.
    expect(add).toHaveProperty('disabled', true);
    await userEvent.selectOptions(screen.getByLabelText('Where TOKEN goes'), 'proxy');
    expect(add).toHaveProperty('disabled', true);
    await userEvent.type(screen.getByLabelText('Host for TOKEN'), 'api.github.com');
    expect(screen.getByText(/TOKEN: put into authorization of requests to api.github.com/)).toBeTruthy();
    await userEvent.click(add);
    await screen.findByRole('heading', { name: 'github' });
    expect(core.serverCalls[0]).toMatchObject({
      name: 'save',
      input: {
        ...{ id: 'github', inputs: { token: { value: 'ghp_0123456789', secret: true } } },
        transport: {
          ...{ network: true, hosts: ['registry.npmjs.org', 'api.github.com'] },
          env: [{ name: 'TOKEN', secret: true, into: { host: 'api.github.com', header: 'authorization' } }],
        },
      },
    });
    expect(document.body.textContent).not.toContain('ghp_0123456789');
  });

  it('adds one by hand, with what looks like a key marked as one', async () => {
    const core = open();
    await press('Add a server');
    await userEvent.type(screen.getByLabelText('Name'), 'notes');
    await userEvent.type(screen.getByLabelText('Program'), 'node');
    await userEvent.click(screen.getByLabelText('Arguments, one a line'));
    await userEvent.paste('/opt/notes.js\n--all files');
    await userEvent.click(screen.getByLabelText('Variables, NAME=value a line'));
    await userEvent.paste('API_KEY=k-123\nMODE=fast');
    await press('Look at it');
    expect(await screen.findByRole('button', { name: 'Add notes' })).toHaveProperty('disabled', true);
    expect(screen.getByText(/API_KEY: kept as a secret/).textContent).not.toContain('given');
    await userEvent.selectOptions(screen.getByLabelText('Where API_KEY goes'), 'self');
    expect(screen.getByText(/API_KEY: kept as a secret, given to the program itself/)).toBeTruthy();
    expect(screen.getByText(/The program holds the true key/)).toBeTruthy();
    await press('Add notes');
    await screen.findByRole('heading', { name: 'notes' });
    expect(core.serverCalls[0]?.input).toMatchObject({
      transport: {
        ...{ command: 'node', args: ['/opt/notes.js', '--all files'], network: false },
        env: [
          { name: 'API_KEY', value: 'k-123', secret: true },
          { name: 'MODE', value: 'fast', secret: false },
        ],
      },
    });
  });

  it('shows what a plugin brought along as a card to look at, and adds or dismisses exactly that [T32]', async () => {
    const proposal = {
      ...{ id: McpServerId.parse('charts'), notes: [], inputs: [] },
      transport: sampleServer('charts').transport,
    };
    const waiting = { id: 'h1', source: 'plugin \u202echarts', at: 1, proposal };
    const core = open({ status: { handedOver: [waiting, { ...waiting, id: 'h2' }] } });
    expect(await screen.findAllByText(/plugin \\u\{202e\}charts/)).toHaveLength(2);
    expect(core.serverCalls).toEqual([]);
    await userEvent.click(screen.getAllByRole('button', { name: 'Dismiss' })[1] as HTMLElement);
    await waitFor(() => expect(screen.getAllByRole('button', { name: 'Dismiss' })).toHaveLength(1));
    await press('Add charts');
    await screen.findByText('Running');
    expect(core.serverCalls.map(({ name, input }) => [name, input])).toMatchObject([
      ['dismiss', { handedOver: 'h2' }],
      ['save', { id: 'charts', handedOver: 'h1' }],
      ['restart', {}],
    ]);
    expect(screen.queryByText('Proposed servers')).toBeNull();
  });

  it('changes a kept one in all its fields, and sends no stored key and asks for none', async () => {
    const transport = {
      ...{ type: 'stdio' as const, command: 'node', args: ['old.js'], read: ['/srv/a'], write: ['$\u007bworkspace}'] },
      env: [
        { name: 'MODE', value: 'fast', secret: false },
        { name: 'API_KEY', secret: true, into: { host: 'api.example.org', header: 'x-api-key' } },
        { name: 'OLD_KEY', secret: true },
      ],
      ...{ network: true, hosts: ['api.example.org'] },
    };
    const core = open({ status: { servers: [sampleServer('notes', { transport })] } });
    await press('Edit');
    expect(screen.getByLabelText('Name')).toHaveProperty('readOnly', true);
    await userEvent.clear(screen.getByLabelText('Arguments, one a line'));
    await userEvent.type(screen.getByLabelText('Arguments, one a line'), 'new.js');
    await press('Remove OLD_KEY');
    await press('Look at it');
    await userEvent.type(await screen.findByLabelText('Hosts, one a line'), '\nhttps://x');
    expect(screen.getByText(/is no host/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Save notes' })).toHaveProperty('disabled', true);
    await userEvent.clear(screen.getByLabelText('Hosts, one a line'));
    await userEvent.type(screen.getByLabelText('Hosts, one a line'), 'files.example.org');
    await press('Save notes');
    await waitFor(() => expect(core.serverCalls).toHaveLength(2));
    expect(core.serverCalls[0]?.input).toMatchObject({ id: 'notes', replace: true, inputs: {} });
    expect(core.serverCalls[0]?.input).toHaveProperty('transport', {
      ...{ type: 'stdio', command: 'node', args: ['new.js'], read: ['/srv/a'], write: ['$\u007bworkspace}'] },
      env: [
        { name: 'MODE', value: 'fast', secret: false },
        { name: 'API_KEY', secret: true, into: { host: 'api.example.org', header: 'x-api-key' } },
      ],
      ...{ network: true, hosts: ['files.example.org', 'api.example.org'] },
    });
  });

  it('lets through exactly the host that a program was refused, once the person says so', async () => {
    const transport = { ...sampleServer('docs').transport, network: true, hosts: ['a.example.org'] };
    const refused = ['api.example.org:8443', 'localhost:5432'];
    const core = open({ status: { servers: [sampleServer('docs', { transport, refused })] } });
    expect(await screen.findByText(/wanted to reach .*localhost:5432/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Allow .*localhost/ })).toBeNull();
    await press(/Allow .*api.example.org:8443/);
    expect(core.serverCalls[0]).toMatchObject({
      name: 'save',
      input: { transport: { hosts: ['a.example.org', 'api.example.org:8443'] } },
    });
  });

  it('shows a changed definition beside the one before, and accepts exactly that one [T31]', async () => {
    const core = open({ status: { servers: [sampleServer('docs', { unreviewed: 1 })] }, tools: [changed] });
    await press('Look at it');
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText(/Searches, and \\u\{202e\}sends/)).toBeTruthy();
    expect(within(dialog).getByText(/Searches\./)).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Accept search' }));
    expect(core.serverCalls).toEqual([
      { name: 'review', input: { serverId: 'docs', tools: [{ name: 'search', hash: 'a'.repeat(64) }] } },
    ]);
  });

  it('switches single tools and the server, and keeps a changed tool off', async () => {
    const on: McpTool = {
      ...changed,
      name: 'list',
      state: 'on',
      current: definition('Lists.'),
      pinned: definition('Lists.'),
    };
    const core = open({ status: { servers: [sampleServer('docs')] }, tools: [on, changed] });
    await press('Details');
    await userEvent.click(await screen.findByRole('switch', { name: /May be called:.*list/ }));
    expect(screen.getByRole('switch', { name: /May be called:.*search/ })).toHaveProperty('disabled', true);
    await userEvent.click(screen.getByRole('switch', { name: 'Use this server' }));
    expect(core.serverCalls).toEqual([
      { name: 'setTool', input: { serverId: 'docs', tool: 'list', on: false } },
      { name: 'set', input: { serverId: 'docs', enabled: false } },
    ]);
    expect(await screen.findByText('Off')).toBeTruthy();
    // What the server writes into its log cannot colour or move anything.
    expect(screen.getByText(/slow \\e\[31mred/)).toBeTruthy();
  });

  it('asks to sign in by a click, and opens nothing by itself [T32]', async () => {
    const core = open({ status: { servers: [sampleServer('docs', { state: 'sign_in' })] } });
    expect(await screen.findByText('Wants you to sign in')).toBeTruthy();
    expect(core.serverCalls).toEqual([]);
    await press('Sign in');
    const link = await screen.findByRole('link', { name: 'Open the page for signing in' });
    expect(link.getAttribute('href')).toBe('https://sign-in.example.org/authorize');
    expect(link.getAttribute('rel')).toContain('noreferrer');
  });

  it('shows a new token once', async () => {
    open();
    await press('Make a token');
    expect(await screen.findByText('limpet_sample_token')).toBeTruthy();
    expect(screen.getByText(/it is shown this once/)).toBeTruthy();
  });
});
