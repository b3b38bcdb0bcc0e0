/** What audit policy looks at in a request to a resource. Absent text is empty, as in kube-apiserver. */
export interface ResourceRequest {
  readonly user: string;
  readonly groups: readonly string[];
  readonly verb: string;
  readonly apiGroup: string;
  readonly resource: string;
  readonly subresource: string;
  /** Empty for cluster-scoped requests and for lists over all namespaces. */
  readonly namespace: string;
  /** Empty for lists and for creates, unless a field selector names one object. */
  readonly name: string;
  readonly path?: undefined;
}

/** What audit policy looks at in a request to anything else, such as `/healthz`. */
export interface NonResourceRequest {
  readonly user: string;
  readonly groups: readonly string[];
  readonly verb: string;
  readonly path: string;
}

export type Request = ResourceRequest | NonResourceRequest;

/** Says whether a request is one to a resource. */
export function isResourceRequest(request: Request): request is ResourceRequest {
  return request.path === undefined;
}
