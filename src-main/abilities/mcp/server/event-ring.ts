// What was sent on a stream, kept for a while, so that a reader who was cut off gets the rest.
import type { EventStore } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

const kept = 500;

/** Of one session. What fell out of the ring cannot be had again. */
export function createEventRing(): EventStore {
  const events: { id: string; streamId: string; message: JSONRPCMessage }[] = [];
  let count = 0;
  const find = (id: string) => events.find((one) => one.id === id);
  return {
    async storeEvent(streamId, message) {
      count += 1;
      const id = String(count);
      events.push({ id, streamId, message });
      if (events.length > kept) events.shift();
      return id;
    },
    getStreamIdForEventId: async (id) => find(id)?.streamId,
    async replayEventsAfter(lastId, { send }) {
      const last = find(lastId);
      if (last === undefined) return '';
      const { streamId } = last;
      // An event without content only marks a place to come back to.
      const rest = events
        .slice(events.indexOf(last) + 1)
        .filter((one) => one.streamId === streamId && 'jsonrpc' in one.message);
      for (const { id, message } of rest) await send(id, message);
      return streamId;
    },
  };
}
