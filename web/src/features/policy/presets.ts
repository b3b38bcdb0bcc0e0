const files = import.meta.glob<string>('../../../../content/policies/*.yaml', { query: '?raw', import: 'default' });

const byName = new Map(Object.entries(files).map(([path, load]) => [path.replace(/^.*\/|\.yaml$/g, ''), load]));

/** The policies that are shipped, by name. */
export const presetNames: readonly string[] = [...byName.keys()];

/** The text of a shipped policy; empty where there is none of that name. */
export async function loadPreset(name: string): Promise<string> {
  return (await byName.get(name)?.()) ?? '';
}
