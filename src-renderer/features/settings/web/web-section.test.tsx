// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { show } from '#renderer/testing/show.tsx';
import { SettingsScreen } from '../settings-screen.tsx';

const showWeb = () =>
  show((known) => (
    <SettingsScreen
      {...known}
      isOffline={false}
      section="web"
      onSection={() => {}}
      onClose={() => {}}
      chatHref={() => '#'}
    />
  ));

describe('the page about the web', () => {
  it('chooses an engine, keeps its key out of sight, and tries a search', async () => {
    const core = showWeb();
    await userEvent.selectOptions(await screen.findByLabelText('Search engine'), 'Brave Search');
    expect(await screen.findByText('Key missing')).toBeTruthy();
    expect(core.settings.get().webSearch.engine).toBe('brave');
    await userEvent.type(screen.getByLabelText('Key'), 'right');
    await userEvent.click(screen.getByRole('button', { name: 'Save the key' }));
    expect(await screen.findByText('Ready')).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>('Key').value).toBe('');
    await userEvent.click(screen.getByRole('button', { name: 'Try a search' }));
    expect(await screen.findByText(/1 result in .* Tides/)).toBeTruthy();
  });

  it('says in words why a search failed, and takes the key out again', async () => {
    showWeb();
    await userEvent.selectOptions(await screen.findByLabelText('Search engine'), 'Brave Search');
    await userEvent.type(await screen.findByLabelText('Key'), 'wrong');
    await userEvent.click(screen.getByRole('button', { name: 'Save the key' }));
    await screen.findByText('Ready');
    await userEvent.click(screen.getByRole('button', { name: 'Try a search' }));
    expect(await screen.findByText(/refused the key/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Remove the key' }));
    expect(await screen.findByText('Key missing')).toBeTruthy();
  });

  it('asks for an address where the engine has none of its own', async () => {
    showWeb();
    await userEvent.selectOptions(await screen.findByLabelText('Search engine'), 'SearXNG');
    expect(await screen.findByText('Address missing')).toBeTruthy();
    expect(screen.queryByLabelText('Key')).toBeNull();
  });
});
