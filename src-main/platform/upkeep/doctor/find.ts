// How a check words what it found.
import type { Finding, FindingFix } from '#main/contract/system.ts';

export type Found = {
  readonly params?: Readonly<Record<string, string>>;
  readonly fix?: FindingFix;
  /** Where several findings share one sentence, e.g. one per connection. */
  readonly about?: string;
  /** Where it is known by another id than its sentence. */
  readonly id?: string;
};

/** `sandbox-off` is said as `system.doctor_sandbox_off`. */
export function found(name: string, state: Finding['state'], o: Found = {}): Finding {
  const id = o.id ?? name;
  return {
    id: o.about === undefined ? id : `${id}:${o.about}`,
    state,
    key: `system.doctor_${name.replaceAll('-', '_')}`,
    params: { ...o.params },
    ...(o.fix === undefined ? {} : { fix: o.fix }),
  };
}

/** Done without asking further: it takes nothing away and costs nothing. */
export const safeFix = (name: string): FindingFix => ({ type: 'apply', key: `system.fix_${name}`, isChoice: false });
/** Done only when it is chosen by itself. */
export const chosenFix = (name: string): FindingFix => ({ type: 'apply', key: `system.fix_${name}`, isChoice: true });
