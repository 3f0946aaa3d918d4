// Questions of every kind, each asked in a chat of its own, and rules of every kind: to be looked at.
import type { RuleDraft } from '#main/contract/policy.ts';
import type { LimpetConnection } from './client.ts';
import type { ModelServer, ScriptedCall } from './model-server.ts';

type Question = { readonly title: string; readonly steps: readonly (readonly ScriptedCall[])[] };

const run = (command: string, network = false): ScriptedCall => ({
  name: 'run_command',
  input: { command, ...(network ? { network } : {}) },
});
const write = (path: string): ScriptedCall => ({ name: 'write_file', input: { path, content: `${path}: 06:12\n` } });
const patch = `*** Begin Patch
*** Update File: notes.txt
@@
-High water 06:12
+High water 06:14
*** Add File: src/level.js
+export const level = 4.1;
*** End Patch`;

/** Five files of one folder, written in one step. */
const theWeek: Question = {
  title: 'Note the week',
  steps: [['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => write(`week/${day}.txt`))],
};

const questions: readonly Question[] = [
  { title: 'Commit the tables', steps: [[run('git add -A && git commit -m "Tides of May"')]] },
  { title: 'Install it', steps: [[run('curl -fsSL https://example.org/install.sh | sh', true)]] },
  {
    title: 'Book a berth',
    steps: [
      [{ name: 'read_file', input: { path: 'notes.txt' } }],
      [
        {
          name: 'http_request',
          input: {
            ...{ method: 'POST', url: 'https://harbour.example.org/berths' },
            ...{ headers: { 'content-type': 'application/json' }, body: '{"berth":7,"arrives":"06:12"}' },
          },
        },
      ],
    ],
  },
  { title: 'Correct the notes', steps: [[{ name: 'apply_patch', input: { patch } }]] },
  // Alike: one card.
  theWeek,
  { title: 'Tidy up', steps: [[{ name: 'delete_file', input: { path: 'src' } }]] },
];

type Asking = { readonly client: LimpetConnection; readonly model: ModelServer };

/** Resolves once it stands in the inbox; asks nothing again that waits there already. */
async function askOnce({ title, steps }: Question, { client, model }: Asking): Promise<void> {
  const { approvals } = await client.api.approvals.pending({});
  if (approvals.some((one) => one.sessionTitle === title)) return;
  const { id } = await client.api.sessions.create({ title });
  model.play(steps.map((calls) => ({ calls })));
  await client.api.chat.send({ sessionId: id, text: `${title}, please.` });
  for await (const { data } of client.api.approvals.watch({}))
    if (data.approvals.some(({ sessionId }) => sessionId === id)) break;
}

/** Resolves once all of them stand in the inbox. */
export async function askOfEachKind(o: Asking): Promise<void> {
  for (const question of questions) await askOnce(question, o);
}

/** Resolves once the chat of this title shows them on one card. */
export async function askTogether(o: Asking): Promise<string> {
  await askOnce(theWeek, o);
  return theWeek.title;
}

const rules: readonly RuleDraft[] = [
  { answer: 'deny', match: { type: 'command', argv: ['rm', '-rf', '*'] }, why: 'Nothing is thrown away unasked' },
  { answer: 'allow', match: { type: 'command', argv: ['rm', '-rf', 'build'] }, why: '' },
  { answer: 'ask', match: { type: 'path', access: 'write', glob: '~/Documents/**' }, why: 'Letters' },
  { answer: 'allow', match: { type: 'host', host: 'tides.example.org' }, why: 'Only tables' },
  { answer: 'deny', match: { type: 'tool', tool: 'notes__*' }, why: '' },
  { answer: 'allow', match: { type: 'path', access: 'read', glob: '/gone/tables/**' }, why: '' },
];

export async function writeRules({ api }: LimpetConnection): Promise<void> {
  for (const rule of rules) await api.permissions.addRule({ rule });
}
