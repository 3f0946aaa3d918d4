// The licences of everything that is in the app: a file that the build puts beside the page.
import { z } from 'zod';
import { AppError, isAppError } from '#main/contract/errors.ts';

const Licensed = z.object({
  name: z.string(),
  version: z.string().nullable(),
  /** As SPDX writes it: `MIT`, `Apache-2.0`. */
  licence: z.string(),
  author: z.string().nullable(),
  homepage: z.string().nullable(),
  kind: z.enum(['code', 'font', 'native', 'inside', 'runtime']),
  /** The package that a work came within. */
  carrier: z.string().nullable(),
  /** Places in `texts`. */
  texts: z.array(z.number().int().nonnegative()),
});
export type Licensed = z.infer<typeof Licensed>;

export const LicenceList = z.object({ packages: z.array(Licensed), texts: z.array(z.string()) });
export type LicenceList = z.infer<typeof LicenceList>;

/** Rejects with AppError: `not_found` where the page was not built (`npm run dev`), `unavailable` without connection. */
export async function loadLicences(signal?: AbortSignal): Promise<LicenceList> {
  try {
    const answer = await fetch('/licences.json', signal === undefined ? {} : { signal });
    const isList = answer.ok && (answer.headers.get('content-type') ?? '').includes('json');
    if (!isList)
      throw new AppError('not_found', 'The list of licences is made when Limpet is built.', {
        details: { reason: 'no_licence_list' },
      });
    return LicenceList.parse(await answer.json());
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    throw new AppError('unavailable', 'The list of licences could not be loaded.', { cause });
  }
}
