export * from './accounts.ts';
export * from './clusters.ts';
export * from './common.ts';
export * from './dashboards.ts';
export * from './query.ts';
export * from './status.ts';
export * from './policy.ts';
