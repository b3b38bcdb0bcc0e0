import { registerHooks } from 'node:module';

/** What the SQL parser leaves out of its imports, in the order in which it is tried. */
const endings = ['.js', '/index.js'] as const;

// The SQL parser imports files without their ending and folders, which Node alone refuses; the product and the tests bundle it.
registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('.') || !context.parentURL?.includes('/dt-sql-parser/')) return next(specifier, context);
    for (const ending of endings) {
      try {
        return next(`${specifier}${ending}`, context);
      } catch {
        // The next ending, or the import as it is.
      }
    }
    return next(specifier, context);
  },
});
