// The built gateway, connected to the mock model, with a client and sessions ready to talk.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { connectTo, type LimpetConnection } from '../../e2e/support/client.ts';
import { type RunningGateway, startGateway } from '../../e2e/support/gateway.ts';
import type { MockModel } from './mock-model.ts';
import { startTalk, type Talk } from './talk.ts';

export type BenchGateway = {
  readonly gateway: RunningGateway;
  readonly client: LimpetConnection;
  readonly model: string;
  readonly file: string;
  readonly newSession: () => Promise<SessionId>;
  readonly newTalk: (decide?: ApprovalDecision) => Promise<Talk>;
  readonly stop: () => Promise<void>;
};

export const mockEnvironment = (mock: MockModel) => ({
  OPENAI_BASE_URL: `${mock.url}/v1`,
  OPENAI_API_KEY: 'mock-key-for-benchmarks',
  OLLAMA_HOST: 'http://127.0.0.1:9',
});

export async function startBenchGateway(mock: MockModel, dataFolder?: string): Promise<BenchGateway> {
  const gateway = await startGateway({
    byCommand: true,
    environment: mockEnvironment(mock),
    ...(dataFolder === undefined ? {} : { dataFolder }),
  });
  const file = 'sample.txt';
  writeFileSync(join(gateway.workspace, file), 'Tide at Porthcawl: high 06:12, low 12:31.\n'.repeat(20));
  const client = connectTo(gateway.dataFolder, { checkOutputs: false });
  const model = 'openai/mock-model';
  const newSession = async () => (await client.api.sessions.create({ model })).id;
  return {
    gateway,
    client,
    model,
    file: join(gateway.workspace, file),
    newSession,
    newTalk: async (decide) => startTalk(client, await newSession(), decide),
    stop: async () => {
      client.close();
      await gateway.stop();
    },
  };
}
