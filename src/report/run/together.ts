import type { Dashboard } from '../../dashboards/index.ts';
import { indicatorQueries } from '../../vulnerabilities/index.ts';
import type { CveData } from '../cve/data.ts';
import { panelIdOf } from '../cve/expand.ts';
import { hasGroups, hasOneRow } from './share.ts';

/**
 * Which panels of a dashboard are answered soonest when one run asks for them together, by id: in a run they look at each event once for
 * all. `dashboard` has the panels that come with the CVE data in it.
 */
export function panelsTogether({ sections }: Dashboard, cve: CveData | undefined): readonly (readonly string[])[] {
  const panels = sections.flatMap((section) => section.panels);
  const ids = new Set(panels.map(({ id }) => id));
  const attempts = indicatorQueries(cve?.indicators ?? []).map((query) => query.ids.map(panelIdOf));
  const shared = [panels.filter(hasOneRow), panels.filter(hasGroups)].map((some) => some.map(({ id }) => id));
  const groups = [...shared, ...attempts];
  return groups.map((group) => group.filter((id) => ids.has(id))).filter((group) => group.length > 1);
}
