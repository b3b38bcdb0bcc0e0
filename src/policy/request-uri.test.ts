import { describe, expect, test } from 'vitest';

import { requestOfEvent } from './audit-event.ts';
import { requestOfUri } from './request-uri.ts';
import { recordedEvents, recordings } from './testkit.ts';

function asked(verb: string, path: string): string {
  const request = requestOfUri({ user: 'u', groups: [], verb, path });
  if (request.path !== undefined) return `${request.verb} ${request.path}`;
  const { apiGroup, resource, subresource, namespace, name } = request;
  return `${request.verb} ${[apiGroup, resource, subresource, namespace, name].join('|')}`;
}

describe('requestOfUri', () => {
  // As requestinfo.go of kubernetes/apiserver reads them.
  test.each([
    ['get', '/healthz?exclude=etcd', 'get /healthz'],
    ['get', '/api', 'get /api'],
    ['get', '/api/v1', 'get /api/v1'],
    ['get', '/api/v1/', 'get /api/v1/'],
    ['get', '/apis/apps/v1', 'get /apis/apps/v1'],
    ['get', '/api/v1/pods', 'list |pods|||'],
    ['get', '/api/v1/pods?watch=true', 'watch |pods|||'],
    ['get', '/api/v1/pods?watch', 'watch |pods|||'],
    ['get', '/api/v1/pods?watch=True&watch=false', 'watch |pods|||'],
    ['get', '/api/v1/pods?watch=0', 'list |pods|||'],
    ['get', '/api/v1/pods?fieldSelector=metadata.name%3Dweb', 'list |pods|||web'],
    ['get', '/api/v1/namespaces/x/pods/web/log', 'get |pods|log|x|web'],
    ['post', '/apis/apps/v1/namespaces/x/deployments', 'create apps|deployments||x|'],
    ['put', '/api/v1/namespaces/x/finalize', 'update |namespaces|finalize|x|x'],
    ['get', '/api/v1/namespaces/x', 'get |namespaces||x|x'],
    ['delete', '/api/v1/namespaces/x/pods', 'deletecollection |pods||x|'],
    ['get', '/api/v1/watch/namespaces/x/pods', 'watch |pods||x|'],
    ['list', '/api/v1/nodes', 'list |nodes|||'],
  ])('%s %s is %s', (verb, path, expected) => {
    expect(asked(verb, path)).toBe(expected);
  });

  test('reads the paths of recorded events as kube-apiserver did', () => {
    let compared = 0;
    for (const { files } of recordings) {
      for (const { event } of recordedEvents(...files)) {
        const wanted = requestOfEvent(event);
        const { user, groups, verb } = wanted;
        const found = requestOfUri({ user, groups, verb, path: event.requestURI ?? '' });
        compared += 1;
        if (wanted.path !== undefined) expect(found.path).toBe(wanted.path);
        else {
          const { apiGroup, resource, subresource, namespace } = wanted;
          expect(found, event.requestURI).toMatchObject({ apiGroup, resource, subresource, namespace, verb });
        }
      }
    }
    expect(compared).toBeGreaterThan(10_000);
  });
});
