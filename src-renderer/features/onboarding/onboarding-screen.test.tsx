// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Connection, ModelsState } from '#main/contract/models.ts';
import type { SampleCoreOptions } from '#renderer/testing/sample-core.ts';
import { sampleModels, sampleSystem } from '#renderer/testing/sample-data.ts';
import { show } from '#renderer/testing/show.tsx';
import { OnboardingScreen } from './onboarding-screen.tsx';
import type { OnboardingSlots } from './slots.ts';

const nothing: ModelsState = { connections: [], models: sampleModels.models, defaultModel: 'offline/commands' };

/** Stand-ins for what other features hand in: the ways out of each, as buttons. */
const slots: OnboardingSlots = {
  ApprovalCard: ({ approval, onDecide }) => (
    <>
      <button type="button" onClick={() => void onDecide(approval, 'deny')}>
        Deny {approval.title.params.path}
      </button>
      <button type="button" onClick={() => void onDecide(approval, 'once')}>
        Allow {approval.title.params.path}
      </button>
    </>
  ),
  ConnectVendor: ({ client, vendor, onConnected, onCancel }) => (
    <>
      <button
        type="button"
        onClick={async () =>
          onConnected(await client.models.connect({ connectionId: vendor.id, vendor: vendor.id }), {
            ok: true,
            model: 'large',
            firstTokenMs: 41,
            modelCount: 2,
          })
        }
      >
        Connect {vendor.label}
      </button>
      <button type="button" onClick={onCancel}>
        Cancel
      </button>
    </>
  ),
  FolderDialog: ({ open, onChoose }) =>
    open && (
      <button type="button" onClick={() => onChoose('/home/ada/Projects')}>
        Choose Projects
      </button>
    ),
  ModelPicker: ({ value }) => <p>picked {value}</p>,
};

function showFirstRun(options: SampleCoreOptions = {}) {
  const went: string[] = [];
  const core = show(
    (known) => (
      <OnboardingScreen
        {...known}
        slots={slots}
        onDone={(session) => went.push(session.id)}
        onSkip={() => went.push('skipped')}
      />
    ),
    options,
  );
  return { core, went };
}
const keep = (progress: object) =>
  localStorage.setItem('limpet.first-run', JSON.stringify({ dataFolder: sampleSystem.dataFolder, ...progress }));
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }));
const step = () => document.querySelector('[aria-current="step"] h2')?.textContent;

describe('first run', () => {
  it('leads without a key to a chat with a request that offline understands', async () => {
    const { core, went } = showFirstRun({ models: nothing });
    await press('Start without a model');
    await waitFor(() => expect(step()).toContain('Choose a folder'));
    expect(document.activeElement?.textContent).toContain('Choose a folder');
    await press('Use this folder');
    await waitFor(() => expect(step()).toContain('How Limpet asks'));
    await press('Start the first chat');
    await waitFor(() => expect(core.settings.get().onboarded).toBe(true));
    expect(went).toEqual(['new-0']);
    expect([...core.drafts.values()]).toEqual(['list the files here']);
    expect(core.settings.get().workspace).toBe('');
  });

  it('offers what was found first, and says why when it does not answer', async () => {
    let works = false;
    const { core } = showFirstRun({
      test: () =>
        works
          ? { ok: true, model: 'qwen3:8b', firstTokenMs: 90 }
          : { ok: false, error: { code: 'unavailable', message: 'Start Ollama.', retryable: true } },
    });
    await press('Use Ollama');
    expect((await screen.findByRole('alert')).textContent).toContain('Ollama did not answer');
    works = true;
    await press('Use Ollama');
    expect(await screen.findByText('picked ollama/qwen3:8b')).toBeTruthy();
    await press('Next');
    await waitFor(() => expect(core.models.get().defaultModel).toBe('ollama/qwen3:8b'));
    expect(await screen.findByText('qwen3:8b answers')).toBeTruthy();
  });

  it('takes the model that the live test of a new key asked, and says how the test went', async () => {
    const { core } = showFirstRun({ models: nothing });
    await press('Anthropic');
    await press('Connect Anthropic');
    expect(await screen.findByText('picked anthropic/large')).toBeTruthy();
    expect(screen.getByText(/first word after 41 ms from large.*2 models listed/)).toBeTruthy();
    await press('Next');
    await waitFor(() => expect(core.models.get().defaultModel).toBe('anthropic/large'));
  });

  it('names the variable that holds a key, and takes another key when that one is refused', async () => {
    const connection: Connection = {
      ...{ id: 'openai', vendor: 'openai', label: 'OpenAI', baseUrl: 'https://api.openai.com/v1' },
      ...{ variable: 'OPENAI_API_KEY', found: true, enabled: true },
      key: 'environment',
    };
    showFirstRun({
      models: { ...nothing, connections: [connection] },
      test: () => ({
        ok: false,
        error: {
          ...{ code: 'unauthenticated', message: 'no', retryable: false },
          details: { reason: 'key_wrong', facts: { vendor: 'OpenAI' } },
        },
      }),
    });
    expect(await screen.findByText('key in OPENAI_API_KEY; it goes nowhere until you use it')).toBeTruthy();
    await press('Use OpenAI');
    expect((await screen.findByRole('alert')).textContent).toContain('OpenAI refused the key');
    await press('Enter another key for OpenAI');
    expect(await screen.findByRole('button', { name: 'Connect OpenAI' })).toBeTruthy();
  });

  it('says of a connection that failed before why it did, and takes another key at once', async () => {
    const connection: Connection = {
      ...{ id: 'openai', vendor: 'openai', label: 'OpenAI', baseUrl: 'https://api.openai.com/v1' },
      ...{ key: 'stored', found: false, enabled: true },
      lastError: {
        ...{ code: 'forbidden', message: 'no', retryable: false },
        details: { reason: 'no_credit', facts: { vendor: 'OpenAI' } },
      },
    };
    showFirstRun({ models: { ...nothing, connections: [connection] } });
    expect((await screen.findByRole('alert')).textContent).toContain('no credit left');
    await press('Enter another key for OpenAI');
    expect(await screen.findByRole('button', { name: 'Connect OpenAI' })).toBeTruthy();
  });

  it('looks round the machine, says what it tried, and can be told to stop and to look again', async () => {
    const looks: AbortSignal[] = [];
    let end = () => {};
    showFirstRun({
      models: nothing,
      look: (signal) => {
        looks.push(signal);
        return new Promise((resolve) => {
          end = resolve;
          signal.addEventListener('abort', () => resolve());
        });
      },
    });
    expect(await screen.findByText(/Looking for models on this machine/)).toBeTruthy();
    await press('Stop looking');
    expect(await screen.findByText(/ended before it was done/)).toBeTruthy();
    await waitFor(() => expect(looks[0]?.aborted).toBe(true));
    await press('Look again');
    await waitFor(() => expect(looks.length).toBe(2));
    end();
    expect(await screen.findByText(/No model answers on this machine.*Ollama/)).toBeTruthy();
  });

  it('does not look where the person switched that off', async () => {
    let looks = 0;
    const look = async () => {
      looks += 1;
    };
    showFirstRun({ models: nothing, settings: { findLocalModels: false }, look });
    expect(await screen.findByText(/switched off in Settings/)).toBeTruthy();
    expect(looks).toBe(0);
  });

  it('goes on after a reload where it was, and lets an answer be changed', async () => {
    keep({ model: 'offline/commands' });
    showFirstRun({ models: nothing });
    await waitFor(() => expect(step()).toContain('Choose a folder'));
    expect(screen.getByText('Starts without a model')).toBeTruthy();
    await press(/^Change/);
    await waitFor(() => expect(step()).toContain('Choose who answers'));
  });

  it('goes on after a reload at the vendor whose key was being entered', async () => {
    keep({ view: { type: 'connect', vendor: 'anthropic' } });
    showFirstRun({ models: nothing });
    expect(await screen.findByRole('button', { name: 'Connect Anthropic' })).toBeTruthy();
  });

  it('goes on after a reload at the choice of the model, unless its connection is gone', async () => {
    keep({ view: { type: 'pick', connectionId: 'ollama', tested: 'qwen3:8b' } });
    showFirstRun();
    expect(await screen.findByText('picked ollama/qwen3:8b')).toBeTruthy();
    keep({ view: { type: 'pick', connectionId: 'gone', tested: 'x' } });
    showFirstRun({ models: nothing });
    expect(await screen.findByText('Start without a model')).toBeTruthy();
  });

  it.each([
    ['is of another model', { model: 'openai/gpt-5', workspace: '/elsewhere' }],
    ['is of another data folder', { dataFolder: '/elsewhere', model: 'offline/commands', workspace: '/w' }],
  ])('starts over when what it remembers %s', async (_name, kept) => {
    keep(kept);
    showFirstRun({ models: nothing });
    await waitFor(() => expect(step()).toContain('Choose who answers'));
  });

  it('keeps a folder of the person’s own choice', async () => {
    const { core } = showFirstRun({ models: nothing });
    await press('Start without a model');
    await press('Browse…');
    await press('Choose Projects');
    await waitFor(() => expect(core.settings.get().workspace).toBe('/home/ada/Projects'));
    expect(await screen.findByText('Works in /home/ada/Projects')).toBeTruthy();
  });

  it('says at the field why a typed folder is refused, and takes the corrected one', async () => {
    const { core } = showFirstRun({ models: nothing });
    await press('Start without a model');
    const field = await screen.findByRole('textbox', { name: 'Suggested folder' });
    await userEvent.clear(field);
    await userEvent.type(field, '/home/ada{Enter}');
    expect((await screen.findByRole('alert')).textContent).toContain('too wide');
    expect(document.activeElement).toBe(field);
    expect(core.settings.get().workspace).toBe('');
    await userEvent.type(field, '/tides{Enter}');
    await waitFor(() => expect(core.settings.get().workspace).toBe('/home/ada/tides'));
  });

  it('leaves a folder alone that is set from outside, and says by what', async () => {
    const { core } = showFirstRun({
      models: nothing,
      environment: { workspace: { value: '/srv/shared', name: 'LIMPET_WORKSPACE' } },
    });
    await press('Start without a model');
    expect(await screen.findByText(/Set by LIMPET_WORKSPACE/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Browse…' })).toBeNull();
    await press('Use this folder');
    expect(await screen.findByText('Works in /srv/shared')).toBeTruthy();
    expect(core.settings.get().workspace).toBe('/srv/shared');
  });
});

describe('the example of the first run', () => {
  const atTheEnd = { model: 'offline/commands', workspace: '/w' };

  it('asks a real question, and says that a denied one wrote nothing', async () => {
    keep(atTheEnd);
    const { core, went } = showFirstRun({ models: nothing });
    await press('Show me a real question');
    await press('Deny limpet-welcome.txt');
    expect(await screen.findByText('You said no: nothing was written.')).toBeTruthy();
    expect(core.example.sent).toEqual(['write "Limpet asked before it wrote this file." to limpet-welcome.txt']);
    await press('Start the first chat');
    await waitFor(() => expect(went).toEqual(['new-0']));
    expect(core.sessions.session('new-1')).toBeUndefined();
  });

  it('takes a name that is free, and says what was written', async () => {
    keep(atTheEnd);
    showFirstRun({ models: nothing, files: ['limpet-welcome.txt'] });
    await press('Show me a real question');
    await press('Allow limpet-welcome-2.txt');
    expect(await screen.findByText(/You allowed it: limpet-welcome-2.txt now is in/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Ask me again' })).toBeNull();
  });

  it('is ended when the person chooses another folder, and asked anew there', async () => {
    keep(atTheEnd);
    const { core } = showFirstRun({ models: nothing });
    await press('Show me a real question');
    await screen.findByRole('button', { name: 'Deny limpet-welcome.txt' });
    await press(/^Change.*folder/);
    await waitFor(() => expect(core.example.stopped).toEqual(['new-0']));
    await press('Use this folder');
    expect(await screen.findByRole('button', { name: 'Show me a real question' })).toBeTruthy();
  });

  it('is ended when the person goes on without an answer', async () => {
    keep(atTheEnd);
    const { core, went } = showFirstRun({ models: nothing });
    await press('Show me a real question');
    await screen.findByRole('button', { name: 'Deny limpet-welcome.txt' });
    await press('Start the first chat');
    await waitFor(() => expect(went).toEqual(['new-0']));
    expect(core.example.stopped).toEqual(['new-0']);
  });
});

describe('leaving the first run', () => {
  it('can be done at once, and keeps the place for later', async () => {
    keep({ model: 'offline/commands' });
    const { core, went } = showFirstRun({ models: nothing });
    await press('Skip the setup');
    await waitFor(() => expect(went).toEqual(['skipped']));
    expect(core.settings.get().onboarded).toBe(true);
    expect(localStorage.getItem('limpet.first-run')).toContain('offline/commands');
  });
});
