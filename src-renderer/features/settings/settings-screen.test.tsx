// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { AppError } from '#main/contract/errors.ts';
import type { ModelsState } from '#main/contract/models.ts';
import type { SampleCoreOptions } from '#renderer/testing/sample-core.ts';
import { sampleModels, sampleSystem } from '#renderer/testing/sample-data.ts';
import { type Known, show } from '#renderer/testing/show.tsx';
import { SettingsScreen } from './settings-screen.tsx';

function Screen({ known, first, isOffline }: { known: Known; first: string; isOffline: boolean }) {
  const [section, setSection] = useState(first);
  return (
    <SettingsScreen
      {...known}
      isOffline={isOffline}
      section={section}
      onSection={setSection}
      onClose={() => {}}
      chatHref={() => '#'}
    />
  );
}

const showSettings = (section: string, options: SampleCoreOptions = {}, isOffline = false) =>
  show((known) => <Screen known={known} first={section} isOffline={isOffline} />, options);
const button = (name: string | RegExp) => screen.findByRole('button', { name });

const connected: ModelsState = {
  ...sampleModels,
  connections: [
    ...sampleModels.connections,
    {
      id: 'openai',
      vendor: 'openai',
      label: 'OpenAI',
      baseUrl: 'https://api.openai.com/v1',
      key: 'environment',
      found: true,
      enabled: true,
    },
  ],
};
const noStore = { protection: 'environment', state: 'unset', keychainAvailable: false } as const;

describe('settings', () => {
  it('open at the section of the address and change at once', async () => {
    const core = showSettings('language');
    expect((await screen.findByRole('tab', { name: /Appearance/ })).getAttribute('aria-selected')).toBe('true');
    await userEvent.click(screen.getByLabelText('Dark'));
    await waitFor(() => expect(core.settings.get().theme).toBe('dark'));
  });

  it('show the old value again and say why when a change is refused', async () => {
    const refuseSettings = new AppError('unavailable', 'The disk is full. Make room and try again.', {
      details: { reason: 'not_in_any_catalogue' },
    });
    const core = showSettings('appearance', { refuseSettings });
    await userEvent.click(await screen.findByLabelText('Dark'));
    expect(await screen.findByText(/^Not saved:/)).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>('System').checked).toBe(true);
    expect(core.settings.get().theme).toBe('system');
  });

  it('send a number on Enter, and keep what is no number or out of range to themselves', async () => {
    const core = showSettings('permissions');
    const steps = await screen.findByLabelText('Steps');
    await userEvent.clear(steps);
    await userEvent.type(steps, '900{Enter}');
    expect(await screen.findByText('Enter a number from 1 to 500.')).toBeTruthy();
    await userEvent.clear(steps);
    await userEvent.type(steps, 'many{Enter}');
    expect(await screen.findByText('Enter a number.')).toBeTruthy();
    expect(core.settings.get().limits.stepsPerTurn).toBe(50);
    await userEvent.clear(steps);
    await userEvent.type(steps, '12{Enter}');
    await waitFor(() => expect(core.settings.get().limits.stepsPerTurn).toBe(12));
    expect(core.settings.get().limits.tokensPerTurn).toBe(1_000_000);
  });

  it('name every check of the sandbox that got through', async () => {
    showSettings('permissions', {
      system: {
        sandbox: {
          ...sampleSystem.sandbox,
          tier: 'off',
          probes: [
            { id: 'read_key', refused: false, note: 'the file was read' },
            { id: 'write_etc', refused: true, note: '' },
          ],
        },
      },
    });
    expect(await screen.findByText('Commands are off')).toBeTruthy();
    expect(screen.getByText('1 of 2 refused')).toBeTruthy();
    const broken = screen.getByText('Reads a private key').closest('li');
    expect(broken?.textContent).toContain('Got through');
    expect(broken?.textContent).toContain('the file was read');
  });

  it('pick a folder by walking, and go back to the suggested one', async () => {
    const core = showSettings('workspace');
    await userEvent.click(await button('Choose folder'));
    await userEvent.click(await button('Parent folder'));
    await userEvent.click(await button('Parent folder'));
    await userEvent.click(await button('Projects'));
    await userEvent.click(await button('tide-clock'));
    await screen.findByText('No folders inside');
    await userEvent.click(await button('Choose this folder'));
    await waitFor(() => expect(core.settings.get().workspace).toBe('/home/ada/Projects/tide-clock'));
    await userEvent.click(await button('Use the suggested folder'));
    await waitFor(() => expect(core.settings.get().workspace).toBe(''));
  });

  it('say why a typed folder does not open and stay where they are', async () => {
    showSettings('workspace');
    await userEvent.click(await button('Choose folder'));
    await screen.findByText('No folders inside');
    const field = screen.getByLabelText('Path');
    await userEvent.clear(field);
    await userEvent.type(field, '/nowhere{Enter}');
    expect(await screen.findByRole('alert')).toBeTruthy();
    expect((await button('Choose this folder')).hasAttribute('disabled')).toBe(false);
  });

  it('change nothing while there is no connection', async () => {
    showSettings('appearance', {}, true);
    expect(await screen.findByText(/Nothing can be changed until it is back/)).toBeTruthy();
    expect(screen.getByRole('group').hasAttribute('disabled')).toBe(true);
  });

  it('list findings worst first, each with the way to the section that helps', async () => {
    showSettings('diagnostics', {
      findings: [
        { id: 'node', state: 'ok', key: 'system.doctor_node_ok', params: { version: '24' } },
        { id: 'secrets-unset', state: 'warning', key: 'system.doctor_secrets_unset', params: {} },
        { id: 'sandbox-off', state: 'error', key: 'system.doctor_sandbox_off', params: { probes: 'read_key' } },
      ],
    });
    await screen.findByText('Node 24 is new enough.');
    const states = screen.getAllByRole('listitem').map((item) => item.querySelector('.sr-only')?.textContent);
    expect(states).toEqual(['Needs attention: ', 'Worth a look: ', 'Fine: ']);
    await userEvent.click(screen.getByRole('button', { name: 'Secrets' }));
    expect(await screen.findByRole('heading', { name: 'Secrets' })).toBeTruthy();
  });

  it('show a new key of the address once and forget it when left', async () => {
    showSettings('api');
    await userEvent.click(await button('Create key'));
    expect(await screen.findByText('lmp_sample_key')).toBeTruthy();
    expect(screen.getByText(/Bearer lmp_sample_key/)).toBeTruthy();
    await userEvent.click(screen.getByRole('tab', { name: 'About' }));
    await userEvent.click(screen.getByRole('tab', { name: 'API' }));
    expect(await screen.findByText(/Bearer YOUR_KEY/)).toBeTruthy();
    expect(screen.queryByText('lmp_sample_key')).toBeNull();
  });
});

describe('models and keys', () => {
  it('ask where a key may be kept before the first one, and never show it again [T34]', async () => {
    const core = showSettings('models', { system: { secrets: noStore } });
    await userEvent.click(await button(/^Anthropic/));
    const dialog = within(await screen.findByRole('dialog'));
    const link = dialog.getByRole('link', { name: /Get a key from Anthropic/ });
    expect(link.getAttribute('href')).toBe('https://console.anthropic.com/settings/keys');
    await userEvent.type(dialog.getByLabelText('API key'), 'sk-secret{Enter}');
    expect(await dialog.findByText(/Or set ANTHROPIC_API_KEY/)).toBeTruthy();
    expect(core.keys.size).toBe(0);
    await userEvent.type(dialog.getByLabelText('New passphrase'), 'short');
    await userEvent.click(dialog.getByRole('button', { name: 'Create passphrase file' }));
    expect(dialog.getByText('Use at least 8 characters.')).toBeTruthy();
    await userEvent.type(dialog.getByLabelText('New passphrase'), ' but longer');
    await userEvent.type(dialog.getByLabelText('Repeat the passphrase'), 'short but longer{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(core.keys.get('anthropic')).toBe('sk-secret');
    expect(document.body.innerHTML).not.toContain('sk-secret');
    const card = (await screen.findByRole('heading', { name: 'Anthropic' })).closest('li');
    expect(card?.textContent).toContain('Key stored');
  });

  it('say where a key comes from and how long the first word took', async () => {
    showSettings('models', { models: connected });
    expect(await screen.findByText('Key from the environment')).toBeTruthy();
    expect(await screen.findByText('Set by OPENAI_API_KEY. Change it there.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Actions for OpenAI' })).toBeNull();
    await userEvent.click(await button('Test OpenAI'));
    expect(await screen.findByText(/Works: first word after 312 ms from small · 2 models listed/)).toBeTruthy();
  });

  it('keep the form and say why when the live test fails', async () => {
    const core = showSettings('models', {
      test: () => ({ ok: false, error: { code: 'unauthenticated', message: 'The key is wrong.', retryable: false } }),
    });
    await userEvent.click(await button(/^OpenAI/));
    await userEvent.type(await screen.findByLabelText('API key'), 'sk-wrong{Enter}');
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByRole('alert')).toBeTruthy();
    expect(dialog.getByLabelText<HTMLInputElement>('API key').value).toBe('sk-wrong');
    expect(core.keys.get('openai')).toBe('sk-wrong');
  });

  it('let the address of a server be mended under the name that was given', async () => {
    let works = false;
    const core = showSettings('models', {
      vendors: [
        {
          id: 'own',
          label: 'Own server',
          family: 'openai',
          baseUrl: '',
          needsKey: false,
          local: false,
          environment: [],
        },
      ],
      test: () =>
        works
          ? { ok: true, model: 'large', firstTokenMs: 5 }
          : { ok: false, error: { code: 'unavailable', message: 'Not there.', retryable: true } },
    });
    await userEvent.click(await button(/^Own server/));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByLabelText('Name'), 'Office');
    await userEvent.type(dialog.getByLabelText('Address'), 'http://localhost:1/v1{Enter}');
    expect(await dialog.findByRole('alert')).toBeTruthy();
    works = true;
    await userEvent.clear(dialog.getByLabelText('Address'));
    await userEvent.type(dialog.getByLabelText('Address'), 'http://localhost:2/v1{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const made = core.models.get().connections.filter((one) => one.id === 'office');
    expect(made.map((one) => one.baseUrl)).toEqual(['http://localhost:2/v1']);
  });

  it('choose the default and the fallback, and never offer offline as a fallback', async () => {
    const core = showSettings('models', { models: connected });
    await userEvent.click(await button(/^Default model/));
    await userEvent.type(await screen.findByPlaceholderText('Filter models'), 'qwen{Enter}');
    await waitFor(() => expect(core.models.get().defaultModel).toBe('ollama/qwen3:8b'));
    await userEvent.click(await button(/^Fallback model/));
    expect(await screen.findByRole('option', { name: /qwen3/ })).toBeTruthy();
    expect(screen.queryByRole('option', { name: /plain commands/ })).toBeNull();
    await userEvent.click(screen.getByRole('option', { name: /qwen3/ }));
    await waitFor(() => expect(core.models.get().fallbackModel).toBe('ollama/qwen3:8b'));
  });

  it('remove a connection only after a question', async () => {
    const models: ModelsState = {
      ...connected,
      connections: connected.connections.map((one) =>
        one.id === 'openai' ? { ...one, key: 'stored', found: false } : one,
      ),
    };
    const core = showSettings('models', { models });
    await userEvent.click(await button('Actions for OpenAI'));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Remove' }));
    expect(core.models.get().connections).toHaveLength(2);
    await userEvent.click(await button('Remove'));
    await waitFor(() => expect(core.models.get().connections.map((one) => one.id)).toEqual(['ollama']));
  });

  it('ask for the passphrase of a locked file right there [T34]', async () => {
    const core = showSettings('models', {
      system: { secrets: { protection: 'passphrase-file', state: 'locked', keychainAvailable: false } },
    });
    await userEvent.type(await screen.findByLabelText('Passphrase'), 'wrong one{Enter}');
    expect(await screen.findByText('This passphrase does not open the file. Try again.')).toBeTruthy();
    await userEvent.clear(screen.getByLabelText('Passphrase'));
    await userEvent.type(screen.getByLabelText('Passphrase'), 'right passphrase{Enter}');
    await waitFor(() => expect(screen.queryByLabelText('Passphrase')).toBeNull());
    expect(core.system.get().secrets.state).toBe('ready');
  });
});
