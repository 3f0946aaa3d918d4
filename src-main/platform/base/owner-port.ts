// The end of the line inside a service's process: to whoever started it, Node or Electron.
import { createPort } from '#main/contract/create-port.ts';
import { closeCodes, type Port } from '#main/contract/frames.ts';

/** Electron's, in its utility processes alone. */
type ParentPort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
};
type ServiceProcess = NodeJS.Process & { readonly parentPort?: ParentPort };

/** Closed when the owner has gone. Closing it ends nothing: a process ends when it has nothing left to do. */
export function openOwnerPort(own: ServiceProcess = process): Port {
  const { parentPort } = own;
  const ends = createPort({
    send: (text) =>
      parentPort === undefined ? void (own.connected && own.send?.(text)) : parentPort.postMessage(text),
    close: () => own.disconnect?.(),
    bufferedBytes: () => 0,
  });
  const receive = (message: unknown) => {
    if (typeof message === 'string') ends.receive(message);
  };
  if (parentPort === undefined) own.on('message', receive);
  else parentPort.on('message', ({ data }) => receive(data));
  own.once('disconnect', () => ends.closed({ code: closeCodes.goingAway, reason: 'owner gone' }));
  // A message that can no longer be sent is an error event of the process; the end of the line has told it already.
  own.on('error', () => {});
  return ends.port;
}
