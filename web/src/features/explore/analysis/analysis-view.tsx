import type { Explore } from '../use-explore.ts';

export function AnalysisView({ explore }: { readonly explore: Explore }) {
  return <p>{explore.query}</p>;
}
