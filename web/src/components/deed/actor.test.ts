import { expect, it } from 'vitest';
import { actorOf } from './actor.ts';

it.each([
  ['system:serviceaccount:ci:deployer', { kind: 'service-account', namespace: 'ci', name: 'deployer' }],
  ['system:serviceaccount:ci', { kind: 'user', name: 'system:serviceaccount:ci' }],
  ['system:node:harbor-prod-worker-3', { kind: 'node', name: 'harbor-prod-worker-3' }],
  ['alice@corp.example', { kind: 'user', name: 'alice@corp.example' }],
])('%s is told short', (username, actor) => expect(actorOf(username)).toEqual(actor));
