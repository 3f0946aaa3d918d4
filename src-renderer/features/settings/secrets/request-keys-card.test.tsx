// @vitest-environment happy-dom
// Keys for requests in the settings: tied to hosts, named as the model names them, never shown again.
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { show } from '#renderer/testing/show.tsx';
import { RequestKeysCard } from './request-keys-card.tsx';

const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));

describe('keys for requests', () => {
  it('are added with their hosts, changed without their value, and removed after a yes', async () => {
    const core = show(({ client }) => <RequestKeysCard client={client} disabled={false} />);
    await press('Add a key');
    const save = await screen.findByRole('button', { name: 'Save the key' });
    await userEvent.type(screen.getByLabelText('Name'), 'GitHub');
    expect(save).toHaveProperty('disabled', true);
    await userEvent.clear(screen.getByLabelText('Name'));
    await userEvent.type(screen.getByLabelText('Name'), 'github');
    const value = screen.getByLabelText('Value');
    expect(value.getAttribute('type')).toBe('password');
    await userEvent.type(value, 'ghp_0123456789');
    await userEvent.type(screen.getByLabelText('Hosts'), 'api.github.com{Enter}*.github.com');
    await userEvent.click(save);
    await screen.findByText('for api.github.com, *.github.com');
    expect(screen.getByText('{{secret:github}}')).toBeTruthy();
    expect(document.body.innerHTML).not.toContain('ghp_');
    await press('Change');
    await userEvent.clear(await screen.findByLabelText('Hosts'));
    await userEvent.type(screen.getByLabelText('Hosts'), 'api.github.com');
    await press('Save the key');
    await screen.findByText('for api.github.com');
    expect(core.permissions.savedKeys).toEqual([
      { name: 'github', value: 'ghp_0123456789', hosts: ['api.github.com', '*.github.com'] },
      { name: 'github', hosts: ['api.github.com'] },
    ]);
    await press('Remove');
    expect(await screen.findByText('Remove the key github?')).toBeTruthy();
    await userEvent.click(screen.getAllByRole('button', { name: 'Remove' }).at(-1) as HTMLElement);
    await waitFor(() => expect(screen.queryByText('{{secret:github}}')).toBeNull());
  });
});
