import { expect, test } from 'vitest';

import { compilePolicy } from '../../evaluate.ts';
import type { Request } from '../../request.ts';
import { validPolicy } from '../../testkit.ts';
import { applyFix } from '../edit/fix.ts';
import { wholePolicy } from '../example.ts';
import { lintPolicy } from '../lint.ts';
import { noiseLogged } from './noise-logged.ts';

/** The policy after every fix of the rule, one after another. */
function silenced(text: string): string {
  const fix = lintPolicy(text).findings.find(({ code }) => code === noiseLogged.code)?.fix;
  return fix ? silenced(applyFix(text, fix)) : text;
}

const kinds = [
  ['coordination.k8s.io', 'leases'],
  ['', 'events'],
  ['events.k8s.io', 'events'],
  ['', 'services'],
  ['discovery.k8s.io', 'endpointslices'],
] as const;
const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

function level(text: string, request: Request): string {
  return compilePolicy(validPolicy(text)).evaluate(request).level;
}

function asked(
  who: Pick<Request, 'user' | 'groups'>,
  verb: string,
  kind: readonly [string, string],
  namespace: string,
) {
  const [apiGroup, resource] = kind;
  return { ...who, verb, apiGroup, resource, subresource: '', namespace, name: 'x' };
}

const people = { user: 'alice', groups: ['system:authenticated', 'developers'] };
const pod = {
  user: 'system:serviceaccount:shop:web',
  groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
};
const worker = { user: 'system:node:worker-1', groups: ['system:nodes', 'system:authenticated'] };

test('its fixes leave no noise and silence no person and no workload', () => {
  const text = silenced(wholePolicy(noiseLogged.failing));
  expect(lintPolicy(text).findings.map(({ code }) => code)).not.toContain(noiseLogged.code);
  for (const who of [people, pod])
    for (const kind of kinds)
      for (const verb of verbs)
        for (const namespace of ['shop', 'kube-system', 'kube-node-lease'])
          expect(level(text, asked(who, verb, kind, namespace)), `${who.user} ${verb} ${kind[1]}`).toBe('Metadata');
});

test('a node is silenced where it makes noise, and nowhere else', () => {
  const text = silenced(wholePolicy(noiseLogged.failing));
  const written = (verb: string, kind: (typeof kinds)[number], namespace: string): string =>
    level(text, asked(worker, verb, kind, namespace));
  expect(written('update', kinds[0], 'kube-node-lease')).toBe('None');
  expect(written('update', kinds[0], 'kube-system')).toBe('Metadata');
  expect(written('delete', kinds[0], 'kube-node-lease')).toBe('Metadata');
  expect(written('create', kinds[1], 'shop')).toBe('None');
  expect(written('deletecollection', kinds[1], 'shop')).toBe('Metadata');
});
