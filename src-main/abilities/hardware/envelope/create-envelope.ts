// The envelope: gives out permits for orders that the person's limits allow, and lends boards that ask it before each byte.
import type { AppError } from '#main/contract/errors.ts';
import type { DeviceRights, Devices, Permit } from '../port/devices.ts';
import type { Outputs } from '../port/outputs.ts';
import { benchStopped, type DeviceOrder, otherProtocol, outsideEnvelope, refusalOf, switches } from './device-order.ts';
import type { CheckOrder } from './guard-board.ts';

export type EnvelopeDeps = {
  readonly rights: (key: string) => Promise<DeviceRights>;
  readonly isStopped: () => boolean;
  /** Whether this pin is an output that is on. */
  readonly isOn: (key: string, pin: string) => boolean;
  /** Something was sent that may have switched what nobody keeps a list of. */
  readonly noteTouched: (key: string) => void;
};

export interface Envelope {
  /** What the order would be refused for now. */
  refusalOf(key: string, order: DeviceOrder): Promise<AppError | undefined>;
  /** For exactly these bytes. Rejects with the refusal. */
  permitText(key: string, bytes: Uint8Array, unended: string): Promise<Permit>;
  /** For one who has the link: the protocol in between is checked by `checkOf`. */
  permitLoan(): Permit;
  checkOf(key: string): CheckOrder;
  /** Within limits a device is spoken to in the protocol that it has proved to speak: a greeting in another may be an order. */
  checkProtocol(key: string, protocol: string): Promise<void>;
}

/** What goes to these are orders of the bus, not texts: they have tools of their own. */
const isBus = /^(i2c|spi|gpio|hid):/;

const isSame = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;

export function createEnvelope(d: EnvelopeDeps): Envelope {
  const refusal = async (key: string, order: DeviceOrder) => {
    if (d.isStopped() && switches(order)) return benchStopped();
    const { limits } = await d.rights(key);
    if (order.type === 'text' && isBus.test(key)) return outsideEnvelope('a text to a bus');
    if (order.type === 'input' && d.isOn(key, order.pin))
      return outsideEnvelope(`pin ${order.pin}, which is on, as an input`);
    return refusalOf(order, limits);
  };
  const admit = async (key: string, order: DeviceOrder) => {
    const refused = await refusal(key, order);
    if (refused !== undefined) throw refused;
    if (switches(order) && order.type !== 'input') d.noteTouched(key);
  };
  return {
    refusalOf: refusal,
    async permitText(key, bytes, unended) {
      const allowed = Uint8Array.from(bytes);
      await admit(key, { type: 'text', bytes: allowed, unended });
      return {
        check(now) {
          if (d.isStopped()) throw benchStopped();
          if (!isSame(now, allowed)) throw outsideEnvelope('other bytes than were ordered');
        },
      };
    },
    permitLoan() {
      const wasStopped = d.isStopped();
      return {
        check() {
          // One that began before the stop may have been in the middle of switching.
          if (d.isStopped() && !wasStopped) throw benchStopped();
        },
      };
    },
    checkOf: (key) => (order) => admit(key, order),
    async checkProtocol(key, protocol) {
      const refused = otherProtocol(await d.rights(key), protocol);
      if (refused !== undefined) throw refused;
    },
  };
}

/** Over what the person has set and what is on now. */
export const envelopeOver = (
  devices: Pick<Devices, 'rights'>,
  outputs: Pick<Outputs, 'isStopped'> & Pick<EnvelopeDeps, 'isOn' | 'noteTouched'>,
): Envelope =>
  createEnvelope({
    rights: (key) => devices.rights(key),
    isStopped: () => outputs.isStopped,
    isOn: outputs.isOn,
    noteTouched: outputs.noteTouched,
  });
