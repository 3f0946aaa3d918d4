// How a process that has no network of its own reaches the egress proxy: a socket bound into it, and a relay before it.

import { AppError } from '#main/contract/errors.ts';
import type { OpenedProxy } from '#main/guard/egress/port.ts';
import { findProgram } from './find-program.ts';

export type WayOut = Pick<OpenedProxy, 'url' | 'port' | 'socketPath' | 'caFile' | 'variables'>;

const proxyNames = ['http_proxy', 'https_proxy', 'all_proxy'].flatMap((name) => [name, name.toUpperCase()]);
const trustNames = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'GIT_SSL_CAINFO'];
const ownHosts = 'localhost,127.0.0.1,::1';

export const insidePaths = { socket: '/run/limpet/out', trust: '/run/limpet/ca.pem' } as const;

/** `caFile` is its path as the process sees it. Placeholders stand for keys; no key is in here. */
export function wayOutEnvironment(way: WayOut, caFile: string | undefined): Record<string, string> {
  return {
    ...way.variables,
    ...Object.fromEntries(proxyNames.map((name) => [name, way.url])),
    ...{ no_proxy: ownHosts, NO_PROXY: ownHosts, NODE_USE_ENV_PROXY: '1' },
    ...(caFile === undefined ? {} : Object.fromEntries(trustNames.map((name) => [name, caFile]))),
  };
}

// Each of these is on some systems from the start and on others not; they do the same. The arguments are socket and port.
const perl = `use strict; use IO::Socket::INET; use IO::Socket::UNIX; use IO::Select; use Socket qw(SHUT_WR);
$SIG{CHLD} = "IGNORE"; $SIG{PIPE} = "IGNORE";
my $l = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => $ARGV[1], Listen => 64, ReuseAddr => 1) or exit 1;
while (my $c = $l->accept) {
  my $p = fork; next if !defined $p || $p; close $l;
  my $u = IO::Socket::UNIX->new(Peer => $ARGV[0]) or exit 1;
  my %to = (fileno($c) => $u, fileno($u) => $c); my $s = IO::Select->new($c, $u);
  while (my @r = $s->can_read) { for my $f (@r) {
    my $n = sysread($f, my $b, 65536); my $t = $to{fileno $f};
    if (!$n) { $s->remove($f); shutdown($t, SHUT_WR); next }
    for (my $o = 0; $o < $n;) { my $w = syswrite($t, $b, $n - $o, $o); exit 0 if !defined $w; $o += $w }
  } } exit 0 }`;
const python = `import socket, sys, threading
def pump(a, b):
    try:
        while True:
            d = a.recv(65536)
            if not d: break
            b.sendall(d)
    except OSError: pass
    try: b.shutdown(socket.SHUT_WR)
    except OSError: pass
l = socket.socket(); l.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
l.bind(("127.0.0.1", int(sys.argv[2]))); l.listen(64)
while True:
    c, _ = l.accept(); u = socket.socket(socket.AF_UNIX)
    try: u.connect(sys.argv[1])
    except OSError: c.close(); continue
    for a, b in ((c, u), (u, c)): threading.Thread(target=pump, args=(a, b), daemon=True).start()`;

export type Relay = { readonly name: 'socat' | 'perl' | 'python3'; readonly file: string };
const relays = ['socat', 'perl', 'python3'] as const;
// Of the system itself: what a version manager put first on PATH may not even start without a home.
const systemPath = '/usr/bin:/bin:/usr/local/bin';

export async function findRelay(only: readonly Relay['name'][] = relays): Promise<Relay | undefined> {
  for (const name of only) {
    const file = await findProgram(name, { PATH: systemPath });
    if (file !== undefined) return { name, file };
  }
  return undefined;
}

export const noRelay = () =>
  new AppError(
    'unavailable',
    'Programs with chosen hosts need socat, perl or python3 on this machine. Install one of them.',
    {
      details: { reason: 'no_relay' },
      retryable: false,
    },
  );

function relayArguments({ name, file }: Relay, port: number): string[] {
  const { socket } = insidePaths;
  if (name === 'socat')
    return [file, '-t', '600', `TCP-LISTEN:${port},bind=127.0.0.1,fork,reuseaddr,backlog=64`, `UNIX-CONNECT:${socket}`];
  return [file, name === 'perl' ? '-e' : '-c', name === 'perl' ? perl : python, socket, String(port)];
}

// The port is listened on before the program begins: its first request must not fail by chance.
const script = `
n=$1; p=$2; shift 2
up() { while read -r _ at _ state _; do case "$at $state" in *":$p 0A") return 0;; esac; done < /proc/net/tcp; return 1; }
relay() { k=$1; shift; c=0; for a in "$@"; do shift; c=$((c+1)); [ $c -gt $k ] || set -- "$@" "$a"; done; exec "$@" </dev/null >/dev/null 2>&1; }
relay "$n" "$@" &
shift "$n"
t=0; until up; do t=$((t+1)); [ $t -gt 1000 ] && { echo 'limpet: the way out did not open' >&2; exit 126; }; sleep 0.005; done
unset n p t; unset -f up relay
exec "$@"`;

/** Starts the relay, then becomes the command; the relay ends with the namespace. */
export function withRelay(argv: readonly string[], relay: Relay, port: number): string[] {
  const before = relayArguments(relay, port);
  const inHex = port.toString(16).toUpperCase().padStart(4, '0');
  return ['/bin/sh', '-c', script, 'sh', String(before.length), inHex, ...before, ...argv];
}
