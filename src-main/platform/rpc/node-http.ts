// Node's own HTTP. As an ES import its getters would all be read, which loads fetch and WebSocket: 35 ms of every start.

export const nodeHttp = () => process.getBuiltinModule('node:http');
/** Only where TLS is asked for. */
export const nodeHttps = () => process.getBuiltinModule('node:https');
