import { AppError, said, type Said } from '../base/index.ts';
import type { KeptDestinations, OpenDestination } from './kept-destinations.ts';

/** There is no destination of that name. */
export function missingDestination(name: string): AppError {
  return new AppError('not-found', said`cannot find destination "${name}"`);
}

/** A destination ready for use. Throws AppError `not-found`, and `conflict` where it cannot be used. */
export async function openDestination(
  destinations: Pick<KeptDestinations, 'open'>,
  name: string,
  task: Said,
): Promise<OpenDestination> {
  const opened = await destinations.open(name);
  if (!opened) throw new AppError('not-found', said`cannot ${task} destination "${name}": there is none`);
  if (!opened.ok) throw new AppError('conflict', said`cannot ${task} destination "${name}": ${opened.reason}`);
  return opened.value;
}
