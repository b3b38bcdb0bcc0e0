import type { FastifyReply } from 'fastify';
import { shownLimits } from '../../access/index.ts';
import { AppError, said } from '../../base/index.ts';
import type { User } from '../../records/index.ts';
import { checkPassword } from '../auth/index.ts';
import { endedSessionCookie } from '../auth/index.ts';
import type { ServerContext } from '../http/context.ts';
import { RejectedInput } from '../http/errors.ts';
import { route, type Route } from '../http/route.ts';
import { Empty, PasswordChange, SessionAnswer, SignIn } from '../schemas/index.ts';

async function currentUser(context: ServerContext, { name, role, limits, mustChangePassword }: User) {
  return { name, role, mustChangePassword, limits: await shownLimits(context.records, limits) };
}

function tooManyAttempts(reply: FastifyReply, seconds: number): AppError {
  reply.header('retry-after', String(seconds));
  return new AppError('too-many-requests', said`too many attempts; try again in ${seconds} seconds`);
}

/** Signing in and out of the page. */
export function sessionRoutes(): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/session',
      access: 'public',
      activity: 'sign-in',
      summary: 'Signs in; the session is an HttpOnly cookie.',
      body: SignIn,
      answer: SessionAnswer,
      secret: true,
      handle: async ({ body, context, address, request, reply }) => {
        const isSecure = request.protocol === 'https';
        const result = await context.signIn.signIn({ ...body, address, isSecure });
        if (result.kind === 'limited') throw tooManyAttempts(reply, result.retryAfterSeconds);
        if (result.kind === 'refused') throw new AppError('unauthenticated', said`the name or the password is wrong`);
        reply.header('set-cookie', result.cookie);
        return { user: await currentUser(context, result.user), csrfToken: result.csrfToken };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/session',
      access: 'session',
      summary: 'Who is signed in.',
      answer: SessionAnswer,
      secret: true,
      handle: async ({ caller, context, request }) => {
        const isSecure = request.protocol === 'https';
        const session = await context.authenticator.session({
          method: request.method,
          headers: request.headers,
          isSecure,
        });
        const user = caller.kind === 'user' ? await context.records.users.find(caller.name) : undefined;
        if (session && user) return { user: await currentUser(context, user), csrfToken: session.csrfSecret };
        const limits = await shownLimits(context.records, {
          projects: caller.projects,
          clusters: caller.scope.clusterIds,
          namespaces: caller.scope.namespaces,
          bodies: caller.scope.bodies,
        });
        return { user: { name: caller.name, role: caller.role, limits, mustChangePassword: false }, csrfToken: '' };
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/session',
      access: 'session',
      activity: 'sign-out',
      summary: 'Signs out.',
      answer: Empty,
      handle: async ({ context, request, reply }) => {
        const isSecure = request.protocol === 'https';
        await context.signIn.signOut(request.headers.cookie, isSecure);
        reply.header('set-cookie', endedSessionCookie(isSecure));
        return {};
      },
    }),
    passwordRoute(),
  ];
}

function passwordRoute(): Route {
  return route({
    method: 'POST',
    path: '/api/v1/session/password',
    access: 'session',
    activity: 'password-change',
    summary: "Changes the caller's own password and ends all their sessions.",
    body: PasswordChange,
    answer: Empty,
    handle: async ({ body, caller, context, address, reply }) => {
      const user = caller.kind === 'user' ? await context.records.users.find(caller.name) : undefined;
      if (!user) throw new AppError('bad-request', said`cannot change password: a token has none`);
      const checked = await context.signIn.checkPassword({ user, password: body.current, address });
      if (checked.kind === 'limited') throw tooManyAttempts(reply, checked.retryAfterSeconds);
      if (checked.kind === 'refused')
        throw new AppError('forbidden', said`cannot change password: the current one is wrong`);
      if (body.next === body.current)
        throw new AppError('bad-request', said`cannot change password: the new one is the current one`);
      const problems = checkPassword(body.next, user.name);
      if (problems.length > 0) throw new RejectedInput(problems);
      const passwordHash = await context.hasher.hash(body.next);
      context.records.transaction(({ users, sessions }) => {
        users.setPassword(user.name, { passwordHash, mustChangePassword: false });
        sessions.deleteOf(user.name);
      });
      return {};
    },
  });
}
