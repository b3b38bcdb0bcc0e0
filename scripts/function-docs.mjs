// Writes docs/reference/functions.md from the function catalogue; a test holds the two together.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { functionReference } from '../src/query/functions/reference.ts';

writeFileSync(path.resolve(import.meta.dirname, '../docs/reference/functions.md'), functionReference());
