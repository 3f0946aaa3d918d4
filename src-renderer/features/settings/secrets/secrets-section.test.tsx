// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Connection } from '#main/contract/models.ts';
import type { SecretFacts, SecretsOverview } from '#main/contract/system.ts';
import type { SampleCoreOptions } from '#renderer/testing/sample-core.ts';
import { sampleModels, sampleSecrets, sampleSystem, sampleVendors } from '#renderer/testing/sample-data.ts';
import { show } from '#renderer/testing/show.tsx';
import { keyRows } from './key-rows.ts';
import { SecretsSection } from './secrets-section.tsx';
import { offersOf } from './secrets-words.ts';

const openai: Connection = {
  ...{ id: 'openai', vendor: 'openai', label: 'OpenAI', baseUrl: 'https://api.openai.com/v1' },
  ...{ key: 'stored', found: false, enabled: true },
};
const anthropic: Connection = { ...openai, id: 'anthropic', vendor: 'anthropic', label: 'Anthropic' };
const now = Date.now();
const keys: SecretFacts[] = [
  {
    name: 'provider.openai.key',
    at: 'os-keychain',
    state: 'ready',
    setAt: now - 3 * 86_400_000,
    usedAt: now - 120_000,
  },
  { name: 'old.leftover', at: 'os-keychain', state: 'missing' },
];
const models = { ...sampleModels, connections: [...sampleModels.connections, openai] };
const secrets: SecretsOverview = { ...sampleSecrets, keys };

const showSecrets = (options: SampleCoreOptions = {}) =>
  show((known) => <SecretsSection client={known.client} secrets={known.system.secrets} models={known.models} />, {
    models,
    secrets,
    ...options,
  });
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const keyCard = async (name: string) => {
  const item = (await screen.findByRole('heading', { name, level: 4 })).closest('li');
  if (item === null) throw new Error(`no row for ${name}`);
  return within(item);
};

describe('the list of keys', () => {
  it('says where each is, since when and when it was last used, and never its value [T33]', async () => {
    showSecrets();
    const row = await keyCard('OpenAI');
    expect(row.getByText('Keychain of the system')).toBeTruthy();
    expect(row.getByText('Set 3 days ago · last used 2 minutes ago')).toBeTruthy();
    const leftover = await keyCard('old.leftover');
    expect(leftover.getByText('Gone from there. Enter it anew.')).toBeTruthy();
  });

  it('tests a key with a live call', async () => {
    showSecrets();
    await userEvent.click(await button('Test OpenAI'));
    expect(await screen.findByText(/first word after 312 ms/)).toBeTruthy();
  });

  it('replaces a key without showing the old one', async () => {
    const core = showSecrets();
    await userEvent.click(await button('Actions for the key of OpenAI'));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Replace' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Replace the key of OpenAI' }));
    expect(dialog.getByLabelText<HTMLInputElement>('API key').value).toBe('');
    await userEvent.type(dialog.getByLabelText('API key'), 'sk-new-key{Enter}');
    await waitFor(() => expect(core.keys.get('openai')).toBe('sk-new-key'));
    await waitFor(() => expect(document.body.innerHTML).not.toContain('sk-new-key'));
  });

  it('names what depends on a key before it is removed, and takes it along', async () => {
    const core = showSecrets();
    await userEvent.click(await button('Actions for the key of OpenAI'));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Remove' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/The connection “OpenAI” depends on it/)).toBeTruthy();
    await userEvent.click(dialog.getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(core.models.get().connections.map(({ id }) => id)).toEqual(['ollama']));
  });

  it('removes a key that nothing uses', async () => {
    const core = showSecrets();
    await userEvent.click(await button('Actions for the key of old.leftover'));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Remove' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(core.secrets.get().keys.map(({ name }) => name)).toEqual(['provider.openai.key']));
  });

  it('says what else a key belongs to, and what its removal does to that', async () => {
    const kept = { at: 'os-keychain', state: 'ready' } as const;
    const names = ['mcp.tides.env.key', 'skill.berths-1a.token-2b', 'request.harbour', 'search.brave.key', 'undo.7f'];
    showSecrets({ secrets: { ...secrets, keys: names.map((name) => ({ name, ...kept })) } });
    expect((await keyCard('mcp.tides.env.key')).getByText('Of a server of tools')).toBeTruthy();
    expect((await keyCard('skill.berths-1a.token-2b')).getByText('Of a skill')).toBeTruthy();
    expect((await keyCard('search.brave.key')).getByText('Of the web search')).toBeTruthy();
    expect((await keyCard('undo.7f')).getByText(/so that changes can be undone/)).toBeTruthy();
    expect((await keyCard('request.harbour')).getByText('For requests of the model')).toBeTruthy();
    await userEvent.click(await button('Actions for the key of request.harbour'));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Remove' }));
    expect(await screen.findByText(/What it belongs to does not work without it/)).toBeTruthy();
  });

  it('joins keys of the environment with the connections that use them', () => {
    const rows = keyRows({
      keys: [
        ...keys,
        {
          name: 'provider_anthropic_key',
          at: 'environment',
          state: 'ready',
          variable: 'LIMPET_SECRET_PROVIDER_ANTHROPIC_KEY',
        },
      ],
      connections: [openai, anthropic, { ...openai, id: 'groq', vendor: 'openai', label: 'Groq', key: 'environment' }],
      vendors: sampleVendors,
    });
    expect(rows.map(({ label, at, variables }) => [label, at, variables])).toEqual([
      ['old.leftover', 'os-keychain', []],
      ['OpenAI', 'os-keychain', []],
      ['Anthropic', 'environment', ['LIMPET_SECRET_PROVIDER_ANTHROPIC_KEY']],
      ['Groq', 'environment', ['OPENAI_API_KEY']],
    ]);
  });
});

describe('moving keys', () => {
  it('says what a place protects against before keys go there, and asks for a passphrase', async () => {
    const core = showSecrets();
    await userEvent.click(await button('Move keys here Passphrase file'));
    const dialog = within(await screen.findByRole('dialog', { name: 'Move keys to: Passphrase file?' }));
    expect(dialog.getByText(/Everybody without the passphrase/)).toBeTruthy();
    expect(dialog.getByText(/2 keys are copied one by one/)).toBeTruthy();
    await userEvent.type(dialog.getByLabelText('New passphrase'), 'long enough');
    await userEvent.type(dialog.getByLabelText('Repeat the passphrase'), 'long enough{Enter}');
    expect(await screen.findByText('All keys are in: Passphrase file.')).toBeTruthy();
    expect(core.secrets.get().state.protection).toBe('passphrase-file');
  });

  it('offers what is here and says why the rest is not', async () => {
    showSecrets();
    const list = within(
      (await screen.findByRole('heading', { name: 'Other places' })).closest('section') as HTMLElement,
    );
    expect(list.getAllByRole('heading', { level: 4 }).map((one) => one.textContent)).toEqual([
      'Passphrase file',
      'Encrypted by the system',
    ]);
    expect(list.getByText('Only the desktop app has this.')).toBeTruthy();
    expect(list.queryByRole('button', { name: /Encrypted by the system/ })).toBeNull();
    const plain = sampleSecrets.places.map((one) =>
      one.place === 'safe-storage' ? { ...one, trouble: 'safe_storage_plain' as const } : one,
    );
    expect(offersOf({ ...sampleSecrets, places: plain }).at(-1)?.notHere).toBe('secrets.safe_storage_plain');
  });

  it('brings keys together that were left in another place', async () => {
    const strays: SecretFacts[] = [...keys, { name: 'provider.x.key', at: 'passphrase-file', state: 'ready' }];
    const core = showSecrets({ secrets: { ...secrets, keys: strays } });
    expect(await screen.findByText('1 key is still in another place.')).toBeTruthy();
    await userEvent.click(await button('Bring them here'));
    await waitFor(() => expect(core.secrets.get().keys.every(({ at }) => at === 'os-keychain')).toBe(true));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Bring them here' })).toBeNull());
  });

  it('shows how far a move is, and goes on with one that stopped', async () => {
    const error = {
      code: 'unavailable',
      message: '',
      retryable: true,
      details: { reason: 'keychain_locked' },
    } as const;
    const move = { to: 'os-keychain', moved: 1, total: 4, state: 'stopped', error } as const;
    const state = { ...sampleSystem.secrets, move };
    const core = showSecrets({ secrets: { ...secrets, state } });
    const bar = await screen.findByRole('progressbar', { name: '1 of 4 keys moved' });
    expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual(['1', '4']);
    expect(screen.getByText('The keychain of this computer is locked. Unlock it, then try again.')).toBeTruthy();
    await userEvent.click(await button('Go on'));
    await waitFor(() => expect(core.secrets.get().state.move).toBeUndefined());
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
  });

  it('turns a move round that stopped', async () => {
    const move = { to: 'os-keychain', moved: 1, total: 2, state: 'stopped' } as const;
    const places = sampleSecrets.places.map((one) =>
      one.place === 'passphrase-file' ? { ...one, state: 'ready' as const, keys: 1 } : one,
    );
    const core = showSecrets({ secrets: { ...secrets, places, state: { ...sampleSystem.secrets, move } } });
    await userEvent.click(await button('All to: Passphrase file'));
    await waitFor(() => expect(core.secrets.get().state).toMatchObject({ protection: 'passphrase-file' }));
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
  });

  it('says why keys are out of reach and asks again [T34]', async () => {
    const state = { ...sampleSystem.secrets, state: 'unreachable', trouble: 'keychain_silent' } as const;
    const core = showSecrets({ secrets: { ...secrets, state } });
    expect(await screen.findByText(/does not answer. If it asks to be unlocked/)).toBeTruthy();
    expect(screen.queryByRole('heading', { name: 'Other places' })).toBeNull();
    await userEvent.click(await button('Try again'));
    await waitFor(() => expect(core.secrets.get().state.state).toBe('ready'));
  });
});

describe('the clipboard', () => {
  it('is cleared only when the person asks for it', async () => {
    const state = { protection: 'environment', state: 'unset', keychainAvailable: false } as const;
    showSecrets({ secrets: { ...secrets, state } });
    const field = await screen.findByLabelText('New passphrase');
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    expect(screen.queryByRole('button', { name: 'Clear the clipboard' })).toBeNull();
    await userEvent.click(field);
    await userEvent.paste('a pasted passphrase');
    expect(write).not.toHaveBeenCalled();
    await userEvent.click(await button('Clear the clipboard'));
    expect(await screen.findByText(/The clipboard is empty/)).toBeTruthy();
    expect(write.mock.calls).toEqual([['']]);
  });
});
