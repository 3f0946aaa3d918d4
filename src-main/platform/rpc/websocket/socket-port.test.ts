// The wire over real sockets, through a relay that can stop reading or break the line.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createRelay, type Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { frameLimits } from '#main/contract/frames.ts';
import { wireSuite } from '../testing/wire-suite.ts';
import { connectSocket } from './connect-socket.ts';
import { createSocketPort } from './socket-port.ts';

wireSuite('WebSocket', async (accept) => {
  const http = createServer();
  const sockets = new WebSocketServer({
    server: http,
    maxPayload: frameLimits.postAuthBytes,
    perMessageDeflate: false,
  });
  sockets.on('connection', (socket, request) => accept(createSocketPort(socket, request.socket)));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const pairs = new Set<{ client: Socket; server: Socket }>();
  const relay = createRelay((client) => {
    const server = connect(port, '127.0.0.1');
    const pair = { client, server };
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    client
      .on('data', (bytes) => server.write(bytes))
      .on('error', end)
      .on('close', end);
    server
      .on('data', (bytes) => client.write(bytes))
      .on('error', end)
      .on('close', end);
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const url = `ws://127.0.0.1:${(relay.address() as AddressInfo).port}/ws`;
  const each = (act: (pair: { client: Socket; server: Socket }) => void) => {
    for (const pair of [...pairs]) act(pair);
  };
  return {
    connect: (signal) => connectSocket({ url, signal }),
    pause: () => each(({ server }) => server.pause()),
    resume: () => each(({ server }) => server.resume()),
    cut: () => each(({ client, server }) => [client.destroy(), server.destroy()]),
    async close() {
      each(({ client }) => client.destroy());
      relay.close();
      for (const socket of sockets.clients) socket.terminate();
      http.close();
      http.closeAllConnections();
    },
  };
});
