import type { Socket } from 'node:net';
import type { ConnectionError } from 'fastify';
import { AppError, type ErrorCode, words } from '../../base/index.ts';
import { errorBody } from './errors.ts';

/** What Node's parser says, in codes of ours; everything else is a request that cannot be read. */
const codes: Readonly<Record<string, { readonly code: ErrorCode; readonly message: string }>> = {
  HPE_HEADER_OVERFLOW: {
    code: 'headers-too-large',
    message: words`cannot read request: its headers are larger than 16 KiB`,
  },
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'request-timeout', message: words`cannot read request: it did not arrive in time` },
};
const unreadable = { code: 'bad-request', message: words`cannot read request: it is not HTTP/1.1` } as const;

const lingerMs = 1000;
const answered = new WeakSet<Socket>();

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

/** Answers what never became a request in the shape of every error, and closes the connection. */
export function answerClientError(error: ConnectionError, socket: Socket): void {
  // The parser complains of everything that comes after.
  if (answered.has(socket)) return;
  // The caller is gone, or an answer is under way and would be torn by another.
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  answered.add(socket);
  const { code, message } = codes[error.code] ?? unreadable;
  const answer = new AppError(code, message);
  const body = JSON.stringify(errorBody(answer));
  const head = [
    `HTTP/1.1 ${answer.status} ${reasons[answer.status] ?? ''}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  // A connection that is closed on what it has not read takes the answer back; whoever goes on sending is not heard for long.
  socket.resume();
  setTimeout(() => socket.destroy(), lingerMs).unref();
}
