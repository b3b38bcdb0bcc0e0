import { z } from 'zod';
import { callerNameOfToken, keptLimits, shownLimits } from '../../access/index.ts';
import { readTime } from '../../analysis/index.ts';
import { AppError, said } from '../../base/index.ts';
import type { ApiToken, User } from '../../records/index.ts';
import { checkPassword, generatePassword } from '../auth/index.ts';
import type { ServerContext } from '../http/context.ts';
import { RejectedInput } from '../http/errors.ts';
import { route, type Route } from '../http/route.ts';
import * as schemas from '../schemas/index.ts';

const ByName = z.object({ name: z.string() });

function isoTime(millis: number | undefined): string | null {
  return millis === undefined ? null : new Date(millis).toISOString();
}

async function shownUser(context: ServerContext, { name, role, limits, createdAt }: User) {
  return { name, role, limits: await shownLimits(context.records, limits), createdAt: isoTime(createdAt) ?? '' };
}

async function shownToken(
  context: ServerContext,
  { id, name, role, limits, hint, createdAt, expiresAt, lastUsedAt }: ApiToken,
) {
  return {
    id,
    name,
    role,
    hint,
    limits: await shownLimits(context.records, limits),
    createdAt: isoTime(createdAt) ?? '',
    expiresAt: isoTime(expiresAt),
    lastUsedAt: isoTime(lastUsedAt),
  };
}

/** Users and API tokens. */
export function accountRoutes(): readonly Route[] {
  return [...userRoutes(), ...apiTokenRoutes()];
}

function userRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/users',
      access: 'administer',
      summary: 'All users.',
      answer: z.object({ items: z.array(schemas.User) }),
      handle: async ({ context }) => {
        const users = await context.records.users.list();
        return { items: await Promise.all(users.map((user) => shownUser(context, user))) };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/users',
      access: 'administer',
      activity: 'user-add',
      summary: 'Adds a user; without a password one is made, and shown only now.',
      body: schemas.NewUser,
      answer: schemas.AddedUser,
      secret: true,
      handle: async ({ body, context }) => {
        const password = body.password ?? generatePassword(body.name);
        const problems = checkPassword(password, body.name);
        if (problems.length > 0) throw new RejectedInput(problems);
        const user = await context.records.users.add({
          name: body.name,
          role: body.role,
          limits: await keptLimits(context.records, body.limits),
          passwordHash: await context.hasher.hash(password),
          mustChangePassword: true,
        });
        return { ...(await shownUser(context, user)), ...(body.password === undefined ? { password } : {}) };
      },
    }),
    ...userChangeRoutes(),
  ];
}

function userChangeRoutes(): readonly Route[] {
  return [
    route({
      method: 'PATCH',
      path: '/api/v1/users/{name}',
      access: 'administer',
      activity: 'user-change',
      summary: 'Changes role, limits or password of a user.',
      params: ByName,
      body: schemas.UserChange,
      answer: schemas.User,
      handle: async ({ params, body, context }) => {
        if (body.password !== undefined) {
          const problems = checkPassword(body.password, params.name);
          if (problems.length > 0) throw new RejectedInput(problems);
        }
        const before = body.limits ? await context.records.users.find(params.name) : undefined;
        const limits = body.limits ? await keptLimits(context.records, body.limits, before?.limits) : undefined;
        const passwordHash = body.password === undefined ? undefined : await context.hasher.hash(body.password);
        const user = context.records.transaction(({ users, sessions }) => {
          const changed = users.change(params.name, { role: body.role, limits });
          if (passwordHash !== undefined) {
            users.setPassword(changed.name, { passwordHash, mustChangePassword: true });
            sessions.deleteOf(changed.name);
          }
          return changed;
        });
        return shownUser(context, user);
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/users/{name}',
      access: 'administer',
      activity: 'user-delete',
      summary: 'Deletes a user and ends their sessions.',
      params: ByName,
      answer: schemas.Empty,
      handle: async ({ params, caller, context }) => {
        if (caller.kind === 'user' && caller.name === params.name)
          throw new AppError('conflict', said`cannot delete user: it is you`);
        context.records.transaction(({ users, savedQueries, cases }) => {
          if (!users.delete(params.name)) throw new AppError('not-found', said`cannot find user "${params.name}"`);
          // Who comes later under the same name is somebody else.
          savedQueries.deleteOf(params.name, 'private');
          cases.deleteOf(params.name, 'private');
        });
        return {};
      },
    }),
  ];
}

function apiTokenRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/api-tokens',
      access: 'administer',
      summary: 'All API tokens, without their texts.',
      answer: z.object({ items: z.array(schemas.ApiToken) }),
      handle: async ({ context }) => {
        const tokens = await context.records.apiTokens.list();
        return { items: await Promise.all(tokens.map((token) => shownToken(context, token))) };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/api-tokens',
      access: 'administer',
      activity: 'api-token-add',
      summary: 'Adds an API token, which is shown only now.',
      body: schemas.NewApiToken,
      answer: schemas.AddedApiToken,
      secret: true,
      handle: async ({ body, context }) => {
        const now = context.clock.nowMicros();
        const expiresAt = body.expiresAt === undefined ? undefined : readTime(body.expiresAt, now, 'expiresAt') / 1000;
        if (expiresAt !== undefined && expiresAt <= now / 1000)
          throw new AppError('bad-request', said`cannot add token "${body.name}": expiresAt is over already`);
        const token = await context.records.apiTokens.add({
          name: body.name,
          role: body.role,
          limits: await keptLimits(context.records, body.limits),
          expiresAt,
        });
        return { ...(await shownToken(context, token)), token: token.text };
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/api-tokens/{id}',
      access: 'administer',
      activity: 'api-token-delete',
      summary: 'Revokes an API token.',
      params: z.object({ id: z.string() }),
      answer: schemas.Empty,
      handle: async ({ params, context }) => {
        context.records.transaction(({ apiTokens, savedQueries, cases }) => {
          const deleted = apiTokens.delete(params.id);
          if (!deleted) throw new AppError('not-found', said`cannot find the token`);
          savedQueries.deleteOf(callerNameOfToken(deleted.name), 'all');
          cases.deleteOf(callerNameOfToken(deleted.name), 'all');
        });
        return {};
      },
    }),
  ];
}
