// Writes FILE.br and FILE.gz beside the files of the page, so that the server only has to send them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Fonts and images are compressed as they are. */
const compressible = /\.(?:css|js|json|svg)$/;
/** What fits into one packet gains nothing. */
const minBytes = 1024;
/** 4 MB of assets in half a second. The highest quality takes 15 s, on somebody's first start, for a tenth less. */
const quality = 5;

/** Compresses every file under a folder. */
export function precompress(directory) {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile() || !compressible.test(entry.name)) continue;
    const bytes = readFileSync(file);
    if (bytes.length < minBytes) continue;
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }));
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
  }
}
