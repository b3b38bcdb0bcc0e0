import { AppError } from '../base/index.ts';
import type { KeptDestinations, OpenDestination } from './kept-destinations.ts';

/** There is no destination of that name. */
export function missingDestination(name: string): AppError {
  return new AppError('not-found', `cannot find destination "${name}"`);
}

/** A destination ready for use. Throws AppError `not-found`, and `conflict` where it cannot be used. */
export async function openDestination(
  destinations: Pick<KeptDestinations, 'open'>,
  name: string,
  task: string,
): Promise<OpenDestination> {
  const opened = await destinations.open(name);
  if (!opened) throw new AppError('not-found', `cannot ${task} destination "${name}": there is none`);
  if (!opened.ok) throw new AppError('conflict', `cannot ${task} destination "${name}": ${opened.reason}`);
  return opened.value;
}
