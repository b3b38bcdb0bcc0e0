export { AppError, errorCodes, type ErrorCode } from './app-error.ts';
export { type Backoff, createBackoff, readRetryAfter, retry, waitAfter } from './backoff.ts';
export { ByteQueue } from './byte-queue.ts';
export { type Clock } from './clock.ts';
export { csvCell, csvLine, csvValue } from './csv.ts';
export { type Diagnostic, type DiagnosticDoc, type Severity, type Span, isAccepted } from './diagnostic.ts';
export { invariant, unreachable } from './invariant.ts';
export { isBlank, itemsOf, jsonText, membersOf } from './json-slices.ts';
export { joinTexts } from './join-texts.ts';
export { leb128Size, maxLeb128Size, readLeb128, writeLeb128 } from './leb128.ts';
export { ownsMemory, releaseMemory } from './memory.ts';
export { nearest } from './nearest.ts';
export { pageAddress } from './page-address.ts';
export { parseJson } from './parse-json.ts';
export { type Result, fail, ok } from './result.ts';
export {
  type Said,
  type Text,
  type Wording,
  fillTemplate,
  hintOf,
  issueOf,
  messageOf,
  said,
  textOf,
  worded,
  words,
} from './said.ts';
export { createMutex, createSemaphore, type Release, type Semaphore } from './semaphore.ts';
export { readServerSentEvents, type ServerSentEvent } from './server-sent-events.ts';
export { createSignal, type Signal } from './signal.ts';
export { uniqueNames } from './unique-names.ts';
export { cutText, type TextPart, visibleParts, visibleText } from './visible-text.ts';
