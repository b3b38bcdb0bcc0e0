import { type Format, sampleOf } from './format.ts';
import { formats } from './registry.ts';

export { type Format, sampleBytes } from './format.ts';

/** The format that some bytes look like in which no event could be read: a line, or the beginning of an input. */
export function recogniseFormat(bytes: Uint8Array): Format | undefined {
  const sample = sampleOf(bytes);
  return formats.find((format) => format.recognises(sample));
}
