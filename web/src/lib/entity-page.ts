import type { ReportSearch } from './report-search.ts';

/** What has a page of its own, by what its page is told. */
export type Entity =
  | { readonly kind: 'user'; readonly user: string }
  | { readonly kind: 'namespace'; readonly namespace: string }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'object'; readonly resource: string; readonly namespace: string; readonly name: string };

/** Where the page of a user, namespace, address or object is, as a link takes it; the range is carried along. */
export function entityPage(
  { kind, ...variables }: Entity,
  range: { readonly from?: string; readonly to?: string } = {},
) {
  const set = Object.entries(variables).map(([name, value]) => [`var.${name}`, value]);
  const search: ReportSearch = { ...Object.fromEntries(set), ...range };
  return { to: '/reports/$id', params: { id: kind }, search } as const;
}
