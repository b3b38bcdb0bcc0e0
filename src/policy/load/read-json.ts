import { type ReadYaml, readYaml } from './read-yaml.ts';

/** Says whether kube-apiserver takes a file for JSON: its first character that is not space is a brace. */
export function isJsonBuffer(text: string): boolean {
  return text.trimStart().startsWith('{');
}

/** Reads a JSON file. What is no JSON is refused, though YAML would take it, as kube-apiserver does. */
export function readJson(text: string): ReadYaml {
  try {
    JSON.parse(text);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const message = `couldn't get version/kind; json parse error: ${cause}`;
    return { problem: { code: 'yaml-syntax', message, from: 0, to: 0 }, duplicates: [], documents: 1 };
  }
  // JSON is YAML, and this reader knows where everything stands.
  return readYaml(text);
}
