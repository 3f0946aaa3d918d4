// The state of the connection as React state.
import { useSyncExternalStore } from 'react';
import type { ConnectionState } from '#main/contract/client-connection.ts';
import type { Connection } from './create-api.ts';

export function useConnection(connection: Connection): ConnectionState {
  return useSyncExternalStore(connection.onState, connection.state);
}
