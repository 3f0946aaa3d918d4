// The attacks of the start-up probe, as one shell script that runs inside the sandbox and reports line by line.
import { AppError } from '#main/contract/errors.ts';

/** Every check of the probe, in the order in which it is shown. */
export const probeIds = [
  'write_etc',
  'write_home',
  'read_key',
  'read_data',
  'read_environ',
  'unmount_mask',
  'remount_rw',
  'nested_userns',
  'mknod',
  'net_direct',
  'net_proxy',
  'metadata_ip',
  'loopback_gateway',
  'unix_socket',
  'write_git_hooks',
  'survives_parent',
] as const;
export type ProbeId = (typeof probeIds)[number];

/** Real things on this machine that a command must not reach. */
export type ProbeScene = {
  readonly mark: string;
  readonly home: string;
  readonly dataFolder: string;
  /** A file in the data folder whose content is the mark. */
  readonly dataFile: string;
  /** A process outside whose environment holds the mark. */
  readonly outsidePid: number;
  readonly ports: readonly number[];
  readonly proxyPort: number;
  readonly sockets: readonly string[];
  readonly hook: string;
};

// `attack` prints a verdict for what follows it; anything but REFUSED counts as broken, also a line that never comes.
const prelude = `
attack() { id=$1; shift; if "$@" >/dev/null 2>&1; then echo "$id SUCCEEDED"; else echo "$id REFUSED"; fi; }
has() { command -v "$1" >/dev/null 2>&1; }
any() { for one in "$@"; do $one && return 0; done; return 1; }
limited() { if has timeout; then timeout 2 "$@"; else "$@"; fi; }
capable() { [ -r /proc/self/status ] || return 1; while read -r key value; do case "$key $value" in "CapEff: 0000000000000000") return 1;; CapEff:*) return 0;; esac; done < /proc/self/status; return 0; }
routed() { [ -r /proc/net/route ] || return 1; n=0; while read -r _; do n=$((n+1)); done < /proc/net/route; [ "$n" -gt 1 ]; }
tcp() {
  if has bash; then limited bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2"
  elif has perl; then limited perl -MIO::Socket::INET -e 'exit(IO::Socket::INET->new(PeerAddr=>$ARGV[0],PeerPort=>$ARGV[1],Timeout=>1)?0:1)' "$1" "$2"
  elif has python3; then limited python3 -c 'import socket,sys; socket.create_connection((sys.argv[1],int(sys.argv[2])),1)' "$1" "$2"
  elif has nc; then limited nc -z -w 1 "$1" "$2"
  else return 1; fi
}
unixsocket() {
  [ -e "$1" ] && return 0
  if has perl; then limited perl -MSocket -e '$n=$ARGV[0]; $n =~ s/^@/\\0/; socket(S,AF_UNIX,SOCK_STREAM,0)&&connect(S,pack_sockaddr_un($n)) or exit 1' "$1"
  elif has python3; then limited python3 -c 'import socket,sys; n=sys.argv[1]; n=("\\0"+n[1:]) if n[0]=="@" else n; socket.socket(socket.AF_UNIX).connect(n)' "$1"
  else return 1; fi
}`;

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Shell functions and the attacks on them; every target is quoted. */
export function probeScript(scene: ProbeScene): string {
  if (!/^[a-z0-9]+$/.test(scene.mark)) throw new AppError('internal', 'The probe mark is not plain.');
  const q = {
    home: quote(scene.home),
    data: quote(scene.dataFolder),
    file: quote(scene.dataFile),
    hook: quote(scene.hook),
  };
  const mark = scene.mark;
  const ports = scene.ports.map((port) => `tcp 127.0.0.1 ${port} || tcp ::1 ${port}`).join(' || ');
  const sockets = scene.sockets.map((path) => `unixsocket ${quote(path)}`).join(' || ');
  return `${prelude}
write_etc() { echo ${mark} > /etc/limpet-probe-${mark} || echo ${mark} > /usr/limpet-probe-${mark}; }
write_home() { echo ${mark} > ${q.home}/.limpet-probe-${mark}; return 1; }
read_key() { cat /etc/shadow || cat ${q.home}/.ssh/* || cat ${q.home}/.gnupg/* || cat ${q.home}/.aws/* || cat ${q.home}/.netrc; }
read_data() { cat ${q.file} || ls ${q.data}/* ; }
read_environ() { [ -r /proc/${scene.outsidePid}/environ ] && grep -q ${mark} /proc/${scene.outsidePid}/environ && return 0; grep -lq LIMPET_PROBE=${mark} /proc/[0-9]*/environ; }
unmount_mask() { capable || umount ${q.home} || umount -l ${q.home} || umount /tmp; }
remount_rw() { capable || mount -o remount,rw,bind /usr || mount -o remount,rw / || mount --bind /tmp /usr; }
nested_userns() { if has unshare; then unshare -U true || unshare -Ur true || unshare -r -m true; else return 1; fi; }
mknod_device() { capable || mknod /tmp/limpet-device b 8 0 || mknod ${q.home}/limpet-device c 1 1; }
net_direct() { routed || tcp 1.1.1.1 443; }
net_proxy() { [ -n "$http_proxy$https_proxy$HTTP_PROXY$HTTPS_PROXY$ALL_PROXY$all_proxy" ] || tcp 127.0.0.1 ${scene.proxyPort}; }
metadata_ip() { tcp 169.254.169.254 80; }
loopback_gateway() { ${ports === '' ? 'return 1' : ports}; }
unix_socket() { ${sockets === '' ? 'return 1' : sockets}; }
write_git_hooks() { echo ${mark} >> ${q.hook} || rm -f ${q.hook} || mv "$(dirname "$(dirname ${q.hook})")" "$(dirname "$(dirname ${q.hook})")-moved" || chmod 777 ${q.hook}; }
attack write_etc write_etc
attack write_home write_home
attack read_key read_key
attack read_data read_data
attack read_environ read_environ
attack unmount_mask unmount_mask
attack remount_rw remount_rw
attack nested_userns nested_userns
attack mknod mknod_device
attack net_direct net_direct
attack net_proxy net_proxy
attack metadata_ip metadata_ip
attack loopback_gateway loopback_gateway
attack unix_socket unix_socket
attack write_git_hooks write_git_hooks
`;
}

/** Ids that the script reported as refused. */
export function parseVerdicts(output: string): ReadonlySet<string> {
  const refused = new Set<string>();
  for (const line of output.split('\n')) {
    const match = /^(\w+) (REFUSED|SUCCEEDED)$/.exec(line);
    if (match?.[1] !== undefined && match[2] === 'REFUSED') refused.add(match[1]);
  }
  return refused;
}
