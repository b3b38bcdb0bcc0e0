import { useCallback } from 'react';
import type { FilterName } from '../../../../../src/dashboards/index.ts';
import { useChosenClusters } from '../../../lib/use-chosen-clusters.ts';
import type { Report } from '../use-report.ts';
import type { Meaning } from './panel-columns.ts';

/** Filters of a report by values of its panels. */
export interface Choose {
  /** Whether a value of this meaning can be filtered by, in this report. */
  can(means: Meaning | undefined): boolean;
  isChosen(means: Meaning | undefined, value: string): boolean;
  /** Filters by the value; again: no longer. */
  toggle(means: Meaning | undefined, value: string): void;
}

export function useChoose(report: Report): Choose {
  const [clusters, chooseClusters] = useChosenClusters();
  const { dashboard, filters, variables, setFilter, setVariable } = report;
  const chosen = useCallback(
    (means: Meaning | undefined): readonly string[] | undefined => {
      if (means === 'cluster') return clusters;
      const filter = filterOf(means);
      if (filter) return dashboard.filters.includes(filter) ? (filters[filter] ?? []) : undefined;
      const variable = dashboard.variables.find(({ name }) => name === means);
      return variable && [variables[variable.name] ?? variable.default];
    },
    [clusters, dashboard, filters, variables],
  );
  return {
    can: (means) => means !== undefined && chosen(means) !== undefined,
    // All of a report is about its variables: what equals one is not marked.
    isChosen: (means, value) =>
      (means === 'cluster' || filterOf(means) !== undefined) && (chosen(means)?.includes(value) ?? false),
    toggle: (means, value) => {
      const now = chosen(means);
      if (means === undefined || now === undefined) return;
      const next = now.includes(value) ? now.filter((other) => other !== value) : [...now, value];
      const filter = filterOf(means);
      if (means === 'cluster') chooseClusters(next);
      else if (filter) setFilter(filter, next);
      else setVariable(means, now.includes(value) ? defaultOf(report, means) : value);
    },
  };
}

function filterOf(means: Meaning | undefined): FilterName | undefined {
  return means === 'namespace' || means === 'user' || means === 'code' ? means : undefined;
}

function defaultOf({ dashboard }: Report, name: string): string {
  return dashboard.variables.find((variable) => variable.name === name)?.default ?? '';
}
