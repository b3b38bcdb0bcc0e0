import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Caller, Permission } from '../../access/index.ts';
import type { ServerContext } from './context.ts';

/** `public` needs no caller; `ingest` proves itself with a cluster's token. */
export type Access = Permission | 'public' | 'ingest';

/** What a handler is given: everything validated. */
export interface Call<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Nobody on public and ingest routes. */
  readonly caller: Caller;
  /** Where the call came from, as the server sees it. */
  readonly address: string;
  readonly context: ServerContext;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
  /** Aborted when the server is about to end, for answers that have no end of their own. */
  readonly ending: AbortSignal;
  /** Finds out anew who calls, for answers that may outlive a session or a token. Throws AppError as the route does. */
  readonly identify: () => Promise<Caller>;
  /** Writes the call to the activity log as done, which otherwise happens when it is answered to the end. */
  readonly recordNow: () => Promise<void>;
  /** Names what the call is about, for the activity log, where the path does not. */
  readonly isAbout: (target: string) => void;
}

/** One call of the API: its schemas validate, type the handler, and become the OpenAPI document. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With `{name}` for a parameter, as OpenAPI writes it. */
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly answer?: z.ZodType;
  /** What is written to the product's own audit log; left out for what only looks at settings. */
  readonly activity?: string;
  /** The answer holds a token or a password. */
  readonly secret?: true;
  /** A handler that answered by itself returns `reply`. */
  readonly handle: (call: Call<unknown, unknown, unknown>) => Promise<unknown>;
}

interface RouteOf<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> extends Omit<
  Route,
  'handle' | 'params' | 'query' | 'body' | 'answer'
> {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer?: A;
  readonly handle: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Answered<z.input<A>> | FastifyReply>;
}

/** What a handler may give for a schema's value: lists may be read-only, and optional members undefined. */
type Answered<T> = T extends readonly (infer Item)[]
  ? readonly Answered<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Answered<T[Key]> | (undefined extends T[Key] ? undefined : never) }
    : T;

/** Declares a route whose handler is typed by its schemas. */
export function route<
  P extends z.ZodType = z.ZodNever,
  Q extends z.ZodType = z.ZodNever,
  B extends z.ZodType = z.ZodNever,
  A extends z.ZodType = z.ZodAny,
>(definition: RouteOf<P, Q, B, A>): Route {
  // The server parses with these very schemas before it calls the handler.
  return definition as Route;
}
