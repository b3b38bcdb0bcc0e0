/** What is known about a path on the node. `unknown` where it cannot be seen from here, as in the page or on a laptop. */
export type HostFile =
  | { readonly kind: 'file'; readonly text: string }
  | { readonly kind: 'directory' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unknown' };

/** The node's file system, as far as it can be seen. */
export interface HostFiles {
  lookup(path: string): HostFile;
}

/** For callers that do not run on the node. */
export const noHostFiles: HostFiles = { lookup: () => ({ kind: 'unknown' }) };
