import { type Format, Sample } from './format.ts';
import { LogReader, type LogReaderOptions } from './log-reader.ts';
import { formats } from './registry.ts';

export { type Format, type Tools, sampleBytes } from './format.ts';
export { type LogPiece, type LogReader } from './log-reader.ts';
export { isPlainEvent } from './plain-event.ts';
export { type OtherLog } from './unwrapper.ts';

/** What a log is taken for: `auto` looks at each line, `kubernetes` takes no wrapper off, others name the wrapper of every line. */
export const logFormats: readonly string[] = [
  'auto',
  'kubernetes',
  ...formats.flatMap(({ name, wrapper }) => (wrapper ? [name] : [])),
];

/** Makes a reader of one log. `format` is one of `logFormats`. */
export function createLogReader({
  format = 'auto',
  ...options
}: Pick<LogReaderOptions, 'tools' | 'maxRecordBytes'> & { readonly format?: string | undefined }): LogReader {
  const forced = formats.find(({ name, wrapper }) => wrapper && name === format);
  return new LogReader({ ...options, formats: format === 'kubernetes' ? [] : formats, forced });
}

/** The format that some bytes look like: a line, or the beginning of an input. */
export function recogniseFormat(bytes: Uint8Array): Format | undefined {
  const sample = new Sample(bytes);
  return formats.find((format) => format.recognises(sample));
}
