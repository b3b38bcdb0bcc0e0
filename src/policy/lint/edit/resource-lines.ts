/** The `resources` of a rule as lines, one entry a group, for a rule that is added to a policy. */
export function resourceLines(
  kinds: readonly { readonly group: string; readonly resource: string; readonly subresource: string }[],
): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { group, resource, subresource } of kinds) {
    const name = subresource === '' ? resource : `${resource}/${subresource}`;
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  const entries = [...groups].flatMap(([group, names]) => [
    `- group: ${JSON.stringify(group)}`,
    `  resources: [${names.map((name) => JSON.stringify(name)).join(', ')}]`,
  ]);
  return ['resources:', ...entries];
}
