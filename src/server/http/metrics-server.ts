import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger, Registry } from '../../platform/index.ts';
import { answerClientError } from './client-error.ts';
import { sendError } from './errors.ts';

/** Makes a server of `GET /metrics` alone, without a token: for an address that whoever scrapes reaches, and nobody else. */
export function createMetricsServer(registry: Registry, logger: Logger): FastifyInstance {
  const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply): void =>
    sendError(logger, error instanceof Error ? error : new Error(String(error)), request, reply);
  const server = Fastify({
    logger: false,
    trustProxy: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: answerError,
  });
  server.setErrorHandler(answerError);
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: { code: 'not-found', message: 'there is nothing here but /metrics' } }),
  );
  server.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  return server;
}
