// The doctor's look at the local socket, for hosts that serve one: without it the command line cannot reach this Limpet.
import type { Finding } from '#main/contract/system.ts';
import type { DoctorCheck } from '#main/platform/upkeep/port.ts';

/** What a host's local socket can be asked. */
export type LocalDoor = {
  readonly path: string;
  state(): Promise<'serving' | 'gone' | 'blocked'>;
  open(): Promise<void>;
};

export function localSocketCheck(door: LocalDoor): DoctorCheck {
  const params = { file: door.path };
  const findings: Readonly<Record<Awaited<ReturnType<LocalDoor['state']>>, Finding>> = {
    serving: { id: 'socket-ok', state: 'ok', key: 'system.doctor_socket_ok', params: {} },
    gone: {
      id: 'socket-gone',
      state: 'warning',
      key: 'system.doctor_socket_gone',
      params,
      fix: { type: 'apply', key: 'system.fix_open_socket', isChoice: false },
    },
    blocked: { id: 'socket-blocked', state: 'warning', key: 'system.doctor_socket_blocked', params },
  };
  return { id: 'socket', run: async () => findings[await door.state()], fix: () => door.open() };
}
