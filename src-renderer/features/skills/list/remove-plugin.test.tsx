// @vitest-environment happy-dom
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { sampleServer } from '#renderer/testing/sample-servers.ts';
import { show } from '#renderer/testing/show.tsx';
import { PluginCard } from './plugin-card.tsx';

const step = { id: 's1', kind: 'server', text: '{"mcpServers":{"charts":{}}}', name: 'charts' } as const;
const plugin = (done: boolean) => ({
  ...{ id: 'harbour', version: '1.2', title: 'Harbour tools', description: '', skills: ['tides'] },
  steps: [{ ...step, done }],
});
const status = {
  servers: [sampleServer('charts'), sampleServer('own')],
};
const showCard = (done: boolean) => {
  const removed = vi.fn(async () => ({ trashId: 't1' }));
  const core = show(
    ({ client }) => (
      <PluginCard
        client={{ ...client, skills: { ...client.skills, removePlugin: removed } }}
        plugin={plugin(done)}
        onTry={() => {}}
      />
    ),
    { servers: { status } },
  );
  return { core, removed };
};
const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));

it('says which server stays behind, and takes it along only where that is ticked', async () => {
  const { core, removed } = showCard(true);
  await press('Remove the plugin Harbour tools');
  expect(await screen.findByText(/This server, which it brought, stays/)).toBeTruthy();
  expect(removed).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('checkbox', { name: /charts/ }));
  await press('Remove');
  await waitFor(() => expect(removed).toHaveBeenCalled());
  expect(core.serverCalls).toEqual([{ name: 'remove', input: { serverId: 'charts' } }]);
});

it('leaves the server where it is when nothing is ticked, and asks nothing where nothing would stay', async () => {
  const { core, removed } = showCard(true);
  await press('Remove the plugin Harbour tools');
  await press('Remove');
  await waitFor(() => expect(removed).toHaveBeenCalled());
  expect(core.serverCalls).toEqual([]);
  cleanup();
  const never = showCard(false);
  await press('Remove the plugin Harbour tools');
  await waitFor(() => expect(never.removed).toHaveBeenCalled());
});
