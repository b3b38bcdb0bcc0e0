/** Why the engine did not do what a statement asks, whichever ClickHouse it is. */
export type EngineErrorKind =
  /** The statement needs more memory than it may take. */
  | 'memory-limit'
  /** The statement took longer than it may. */
  | 'time-limit'
  /** The engine reckons that the statement would take longer than it may, and does not begin. */
  | 'too-slow'
  | 'cancelled'
  /** So many statements run and wait that this one is refused. */
  | 'too-many-statements'
  | 'rows-read-limit'
  | 'bytes-read-limit'
  | 'answer-limit'
  | 'set-limit'
  /** Inserts come faster than parts are merged. */
  | 'too-many-parts'
  | 'disk-full'
  /** The data of an insert cannot be read: the fault of the data. */
  | 'rejected-data'
  /** A part that the engine has written before cannot be read any more. */
  | 'corrupt-part'
  /** A part is not there that was there before. */
  | 'missing-part'
  | 'authentication-failed'
  /** `throwIf`, with a message of ours. */
  | 'thrown'
  | 'several-rows'
  | 'division-by-zero'
  | 'decimal-overflow'
  | 'out-of-bound'
  | 'invalid-regular-expression'
  | 'not-supported'
  | 'too-complex'
  | 'other';

/** ClickHouse's numbers, as src/Common/ErrorCodes.cpp has them. */
const kinds: Readonly<Record<number, EngineErrorKind>> = {
  32: 'rejected-data',
  33: 'rejected-data',
  40: 'corrupt-part',
  48: 'not-supported',
  69: 'out-of-bound',
  117: 'rejected-data',
  125: 'several-rows',
  128: 'rejected-data',
  131: 'rejected-data',
  153: 'division-by-zero',
  158: 'rows-read-limit',
  159: 'time-limit',
  160: 'too-slow',
  167: 'too-complex',
  168: 'too-complex',
  191: 'set-limit',
  202: 'too-many-statements',
  226: 'missing-part',
  231: 'missing-part',
  232: 'missing-part',
  241: 'memory-limit',
  243: 'disk-full',
  246: 'corrupt-part',
  252: 'too-many-parts',
  271: 'corrupt-part',
  306: 'too-complex',
  307: 'bytes-read-limit',
  384: 'corrupt-part',
  394: 'cancelled',
  395: 'thrown',
  396: 'answer-limit',
  407: 'decimal-overflow',
  427: 'invalid-regular-expression',
  432: 'corrupt-part',
  516: 'authentication-failed',
};

/** Where a message names the part that was read when it went wrong, whatever its number is. */
const partInMessage = /while reading from part \S*\/(\d{8}_\d+_\d+_\d+(?:_\d+)?)\//;
/** A mutation that cannot go on says why in the words of the failure that it met, without its number. */
const unfinished = 341;
const damageInMessage =
  /checksum doesn't match|corrupted data|cannot read all data|cannot decompress|unknown codec|does(?:n't| not) exist/i;

function partOf(message: string): string | undefined {
  return partInMessage.exec(message)?.[1];
}

/** Files of a part that are not there, or cannot be opened, read or sought in. */
const fileFailures = new Set([23, 74, 76, 88, 107]);

/**
 * Failures to write, make, link or cut a file, of the system, of the libraries' exceptions, and of a mutation because of them. Only
 * these say why in the system's words: other failures may quote what a user wrote.
 */
const writeFailures = new Set([24, 75, 76, 77, 88, 172, 204, 275, 424, 425, 1000, 1001, unfinished]);

function kindOf(code: number, message: string): EngineErrorKind {
  if (writeFailures.has(code) && /no space left on device/i.test(message)) return 'disk-full';
  const kind = kinds[code] ?? 'other';
  // Other failures while a part is read, such as running out of memory, say nothing of the part.
  const isOfPart =
    kind === 'rejected-data' || fileFailures.has(code) || (code === unfinished && damageInMessage.test(message));
  return isOfPart && partOf(message) !== undefined ? 'corrupt-part' : kind;
}

/** What the engine said about a statement that it did not carry out. */
export class EngineError extends Error {
  readonly kind: EngineErrorKind;
  /** ClickHouse's number, for logs alone: decisions are made by kind. */
  readonly code: number | undefined;
  /** The part that cannot be read, where it is known. */
  readonly part: string | undefined;

  constructor(kind: EngineErrorKind, message: string, { code, cause }: { code?: number; cause?: unknown } = {}) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'EngineError';
    this.kind = kind;
    this.code = code;
    this.part = kind === 'corrupt-part' ? partOf(message) : undefined;
  }
}

/** The error that ClickHouse's number and message stand for. */
export function engineErrorOf(code: number, message: string, cause?: unknown): EngineError {
  return new EngineError(kindOf(code, message), message, { code, cause });
}

const passing: ReadonlySet<EngineErrorKind> = new Set([
  'memory-limit',
  'time-limit',
  'too-slow',
  'cancelled',
  'too-many-statements',
  'too-many-parts',
  'disk-full',
  'authentication-failed',
  'thrown',
  'other',
]);

/**
 * Whether the same statement over the same data fails again, however often it is tried. A failure that nobody knows is held for
 * one that passes.
 */
export function isPermanent(kind: EngineErrorKind): boolean {
  return !passing.has(kind);
}
