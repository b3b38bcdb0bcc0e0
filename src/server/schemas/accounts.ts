import { z } from 'zod';
import { GivenLimits, Limits, Name, Role, Time, UserName, TokenRole } from './common.ts';

const Password = z.string().min(1).max(1024);

export const SignIn = z.object({ name: z.string().max(253), password: Password });
/** Whoever calls: a user, or a token. */
export const CurrentUser = z.object({
  name: z.string(),
  role: TokenRole,
  limits: Limits,
  mustChangePassword: z.boolean(),
});
export const SessionAnswer = z.object({ user: CurrentUser, csrfToken: z.string() });
export const PasswordChange = z.object({ current: Password, next: Password });

export const User = z.object({ name: z.string(), role: Role, limits: Limits, createdAt: z.string() });
export const NewUser = z.object({
  name: UserName,
  role: Role,
  limits: GivenLimits.optional(),
  password: Password.optional(),
});
export const AddedUser = User.extend({ password: z.string().optional() });
export const UserChange = z.object({
  role: Role.optional(),
  limits: GivenLimits.optional(),
  password: Password.optional(),
});

export const ApiToken = z.object({
  id: z.string(),
  name: z.string(),
  role: TokenRole,
  limits: Limits,
  hint: z.string(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
});
export const NewApiToken = z.object({
  name: Name,
  role: TokenRole,
  limits: GivenLimits.optional(),
  expiresAt: Time.optional(),
});
export const AddedApiToken = ApiToken.extend({ token: z.string() });

export const SavedQuery = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.string(),
  query: z.string(),
  /** As `from` and `to` of a query; relative ones stay relative. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  shared: z.boolean(),
});
export const NewSavedQuery = z.object({
  name: z.string().min(1).max(200),
  query: z.string().max(1 << 16),
  from: z.string().max(64).nullable().default(null),
  to: z.string().max(64).nullable().default(null),
  shared: z.boolean().default(false),
});

export const Activity = z.object({
  id: z.number(),
  at: z.string(),
  actor: z.string(),
  address: z.string().nullable(),
  action: z.string(),
  target: z.string().nullable(),
  outcome: z.string(),
  detail: z.unknown(),
  /** How often the same call was made within the minute that began with `at`; `lastAt` is the last time. */
  count: z.number(),
  lastAt: z.string(),
});

export const QuarantinedBatch = z.object({
  id: z.string(),
  cluster: z.string(),
  receivedAt: z.string(),
  /** What the engine said. */
  reason: z.string(),
  events: z.number(),
  bytes: z.number(),
});

export const DeadLetter = z.object({
  id: z.number(),
  cluster: z.string(),
  receivedAt: z.string(),
  /** A word, such as `not-json`. */
  reason: z.string(),
  /** Where in the body it stood, or what the engine said of it. */
  detail: z.string(),
  size: z.number(),
  state: z.enum(['waiting', 'stored']),
  attempts: z.number(),
});
