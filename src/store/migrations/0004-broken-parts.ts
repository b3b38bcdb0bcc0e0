/**
 * A store whose parts are damaged is opened without them, however many they are: what is missing is found and said, and the rest can be
 * searched. By default a table with more than 100 of them, or 1 GiB, is not opened at all.
 */
export const brokenPartsMigration = [
  'ALTER TABLE events MODIFY SETTING max_suspicious_broken_parts = 1000000, max_suspicious_broken_parts_bytes = 1125899906842624',
] as const;
