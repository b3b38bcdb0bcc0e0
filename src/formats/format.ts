/** Some bytes of an input in which no event could be read. */
export interface Sample {
  /** A line, or the beginning of the input, from its first byte on; at most `sampleBytes`. */
  readonly bytes: Uint8Array;
  /** The same as text; what is no UTF-8 is U+FFFD. */
  readonly text: string;
  /** The object that the text holds, if it holds one and nothing else. */
  readonly object: Readonly<Record<string, unknown>> | undefined;
}

/** How much of an input is looked at. */
export const sampleBytes = 64 << 10;

/** Something that events may be wrapped in, encoded as or packed with. One file each, and a line in `registry.ts`. */
export interface Format {
  /** Names it on the command line. */
  readonly name: string;
  /** Names it in a sentence: "it looks like TITLE". */
  readonly title: string;
  /** Whether a sample looks like it. The first of the registry that says yes is named. Pure, and linear in the sample. */
  readonly recognises: (sample: Sample) => boolean;
}

const decoder = new TextDecoder();

/** Makes a sample of the beginning of some bytes. */
export function sampleOf(bytes: Uint8Array): Sample {
  const head = bytes.subarray(0, sampleBytes);
  const text = decoder.decode(head);
  return { bytes: head, text, object: objectOf(text) };
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the bytes begin with these. */
export function beginsWith({ bytes }: Sample, ...head: readonly number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte);
}
