// Writes docs/reference/cli.md from the commands of the CLI; a test holds the two together.
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { referencePage } from '../src/cli/reference-page.ts';
import { createWhodunit } from '../src/cli/whodunit.ts';

writeFileSync(path.resolve(import.meta.dirname, '../docs/reference/cli.md'), referencePage(createWhodunit()));
