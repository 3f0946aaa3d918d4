// Domain `mcp` of the contract.
import type { Ctx, Handlers } from '#main/contract/kernel.ts';
import type { mcp as domain } from '#main/contract/mcp.ts';
import { watchState } from '#main/platform/base/watch-state.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { McpServers, OwnServer } from './port.ts';

export type McpHandlerDeps = {
  readonly servers: McpServers;
  readonly own: OwnServer;
  readonly bus: Pick<Bus, 'cursor' | 'subscribe'>;
};

const nothing = {};

export function mcpHandlers({ servers, own, bus }: McpHandlerDeps): Handlers<typeof domain, Ctx> {
  const state = async () => ({
    servers: await servers.list(),
    handedOver: await servers.handedOver(),
    own: await own.state(),
  });
  return {
    watch: (_input, { signal }) => watchState({ facts: bus, topic: 'mcp', state, signal }),
    propose: async (input, { signal }) => ({ proposals: await servers.propose(input, signal) }),
    save: async (input, { signal }) => ({ server: await servers.save(input, signal) }),
    dismiss: async ({ handedOver }) => {
      await servers.dismiss(handedOver);
      return nothing;
    },
    set: async ({ serverId, enabled, start, sampling }) => {
      await servers.set(serverId, {
        ...(enabled === undefined ? {} : { enabled }),
        ...(start === undefined ? {} : { start }),
        ...(sampling === undefined ? {} : { sampling }),
      });
      return nothing;
    },
    remove: async ({ serverId }) => {
      await servers.remove(serverId);
      return nothing;
    },
    restart: async ({ serverId }, { signal }) => ({ server: await servers.restart(serverId, signal) }),
    tools: async ({ serverId }) => ({ tools: await servers.tools(serverId) }),
    setTool: async ({ serverId, tool, on }) => {
      await servers.setTool(serverId, tool, on);
      return nothing;
    },
    review: async ({ serverId, tools }) => {
      await servers.review(serverId, tools);
      return nothing;
    },
    log: async ({ serverId }) => ({ lines: servers.log(serverId) }),
    resources: async ({ serverId }, { signal }) => ({ resources: await servers.resources(serverId, signal) }),
    readResource: ({ serverId, uri }, { signal }) => servers.readResource(serverId, uri, signal),
    prompts: () => servers.prompts(),
    complete: async (input, { signal }) => ({ values: await servers.complete(input, signal) }),
    getPrompt: async (input, { signal }) => ({ text: await servers.getPrompt(input, signal) }),
    signIn: ({ serverId }, { signal }) => servers.signIn(serverId, signal),
    signOut: async ({ serverId }) => {
      await servers.signOut(serverId);
      return nothing;
    },
    createToken: async () => ({ token: await own.createToken() }),
    serve: (input, { signal }) => own.serve(input, signal),
    tell: async ({ connection, message }) => {
      await own.tell(connection, message);
      return nothing;
    },
  };
}
