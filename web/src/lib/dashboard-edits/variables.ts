import { type Dashboard, dashboardLimits, type Panel } from '../../../../src/dashboards/index.ts';

export type Variable = Dashboard['variables'][number];

/** Adds a variable with a name of its own. */
export function addVariable(dashboard: Dashboard, language: string): Dashboard {
  if (dashboard.variables.length >= dashboardLimits.variables) return dashboard;
  const names = new Set(dashboard.variables.map(({ name }) => name));
  let number = dashboard.variables.length + 1;
  while (names.has(`variable${number}`)) number += 1;
  const name = `variable${number}`;
  return { ...dashboard, variables: [...dashboard.variables, { name, title: { [language]: name }, default: '' }] };
}

export function changeVariable(dashboard: Dashboard, at: number, change: (variable: Variable) => Variable): Dashboard {
  const variables = dashboard.variables.map((variable, index) => (index === at ? change(variable) : variable));
  return { ...dashboard, variables };
}

export function removeVariable(dashboard: Dashboard, at: number): Dashboard {
  return { ...dashboard, variables: dashboard.variables.toSpliced(at, 1) };
}

/** Calls a variable something else, also in the statements that use it. */
export function renameVariable(dashboard: Dashboard, at: number, name: string): Dashboard {
  const before = dashboard.variables[at]?.name;
  if (before === undefined) return dashboard;
  if (!/^\w+$/.test(before)) return changeVariable(dashboard, at, (variable) => ({ ...variable, name }));
  const used = new RegExp(String.raw`\$\{\{\s*${before}\s*(?=\||\}\})`, 'g');
  const renamed = (text: string): string => text.replaceAll(used, () => `\${{${name}`);
  return {
    ...changeVariable(dashboard, at, (variable) => ({ ...variable, name })),
    sections: dashboard.sections.map((section) => ({
      ...section,
      panels: section.panels.map((panel) => ({
        ...panel,
        statement: renamed(panel.statement),
        ...(panel.drillDown === undefined ? {} : { drillDown: renamed(panel.drillDown) }),
      })),
    })),
  };
}

/** Adds the variables that a panel of another dashboard uses and that this one does not have. */
export function withVariablesOf(
  dashboard: Dashboard,
  panel: Pick<Panel, 'statement' | 'drillDown'>,
  variables: readonly Variable[],
): Dashboard {
  const text = `${panel.statement} ${panel.drillDown ?? ''}`;
  const used = new Set([...text.matchAll(/\$\{\{\s*(\w+)\s*(?=\||\}\})/g)].map(([, name]) => name));
  const own = new Set(dashboard.variables.map(({ name }) => name));
  const missing = variables.filter(({ name }) => used.has(name) && !own.has(name));
  return missing.length === 0 ? dashboard : { ...dashboard, variables: [...dashboard.variables, ...missing] };
}
