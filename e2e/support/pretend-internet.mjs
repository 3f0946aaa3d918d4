// Loaded before the gateway: names below `.test` lead to a public address, and connections to that address to this machine. The
// gateway's own rules see the internet and stay as they are.
import dns from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const outside = '93.184.215.14';
const here = '127.0.0.2';
const lookup = dns.lookup;
dns.lookup = async (host, options) =>
  host.endsWith('.test') ? [{ address: outside, family: 4 }] : lookup(host, options);

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [first] = args;
  const options = Array.isArray(first) ? first[0] : first;
  if (typeof options === 'object' && options !== null) {
    if (options.host === outside) options.host = here;
    const own = options.lookup;
    if (typeof own === 'function')
      options.lookup = (host, o, done) =>
        own(host, o, (error, found, family) => {
          const led = (address) => (address === outside ? here : address);
          const mapped = Array.isArray(found)
            ? found.map((one) => ({ ...one, address: led(one.address) }))
            : led(found);
          done(error, mapped, family);
        });
  }
  return connect.apply(this, args);
};
syncBuiltinESMExports();
