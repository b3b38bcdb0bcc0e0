/** What one language has in place of the English of the server and of the pure modules. */
export interface Wordings {
  /** What is wrong, by code: for a text that has no template here, such as one that quotes another program. */
  readonly codes: Readonly<Record<string, string>>;
  /** By the template in English. */
  readonly templates: Readonly<Record<string, string>>;
}
