// What moving and deleting share: what is meant, how much it is, and how a card says so.
import { AppError } from '#main/contract/errors.ts';
import type { Survey } from '#main/guard/undo/port.ts';
import { isWriteProtected } from '#main/guard/workspace/port.ts';
import type { PlanContext } from './port.ts';

/** Errors: `not_found`, `invalid_input` for the workspace itself, `forbidden` for what tools never touch. */
export async function surveyed(path: string, ctx: PlanContext): Promise<Survey> {
  const located = await ctx.workspace.locate(path);
  if (located === '.')
    throw new AppError('invalid_input', 'Name something in the workspace, not the workspace itself.');
  if (isWriteProtected(located))
    throw new AppError('forbidden', 'What belongs to Git is never moved or deleted by a tool.', {
      details: { reason: 'protected_path' },
    });
  const survey = await ctx.workspace.survey(located, ctx.signal);
  if (survey.kind === 'absent')
    throw new AppError('not_found', `There is no ${located} in the workspace.`, {
      details: { reason: 'no_such_file' },
    });
  return survey;
}

/** Files and links; of folders without any, the folders. */
export const countOf = ({ files, folders }: Survey) => (files > 0 ? files : folders);

const megabytes = (bytes: number) => (bytes < 100_000 ? `${bytes} bytes` : `${(bytes / 1_000_000).toFixed(1)} MB`);

/** Lines for the card: how much it is, and the first names. */
export function namesOf(survey: Survey): string[] {
  const { files, folders, sizeBytes, sample } = survey;
  const more = countOf(survey) - sample.length;
  return [
    `${files} files, ${folders} folders, ${megabytes(sizeBytes)}`,
    ...sample,
    ...(more > 0 ? [`… ${more} more`] : []),
  ];
}
