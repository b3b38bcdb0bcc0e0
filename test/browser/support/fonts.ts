// Fonts for screenshots and layout tests: a machine in CI has none for Chinese and Japanese. The packages hold WOFF, which
// fontconfig cannot read; a WOFF is a TrueType file whose tables are compressed one by one.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = path.join(root, '.cache', 'fonts');
const families = [
  ['noto-sans-sc', 'latin'],
  ['noto-sans-sc', 'chinese-simplified'],
  ['noto-sans-jp', 'japanese'],
] as const;

/** Unpacks the fonts once and writes a fontconfig file that knows them; returns the file's folder. */
export function prepareFonts(): string {
  mkdirSync(folder, { recursive: true });
  for (const [family, subset] of families) {
    for (const weight of [400, 700]) {
      const name = `${family}-${subset}-${weight}-normal`;
      const target = path.join(folder, `${name}.ttf`);
      const source = path.join(root, 'node_modules', '@fontsource', family, 'files', `${name}.woff`);
      if (!existsSync(target)) writeFileSync(target, unpackWoff(readFileSync(source)));
    }
  }
  writeFileSync(path.join(folder, 'fonts.conf'), configuration);
  return folder;
}

// The subsets for Chinese and Japanese call themselves by the name of the variable font that they were cut from.
const names = ['Noto Sans SC', 'Noto Sans SC Thin', 'Noto Sans JP Thin']
  .map((name) => `<string>${name}</string>`)
  .join('');

const configuration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/cache</cachedir>
  <match target="pattern">
    <test name="family"><string>sans-serif</string></test>
    <edit name="family" mode="prepend" binding="strong">${names}</edit>
  </match>
  <match target="pattern">
    <edit name="family" mode="append_last">${names}</edit>
  </match>
</fontconfig>
`;

/** WOFF 1.0 (W3C): a 44-byte header, a directory of 20-byte entries, and tables that are zlib streams where that is shorter. */
function unpackWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => {
    const at = 44 + index * 20;
    const offset = woff.readUInt32BE(at + 4);
    const packed = woff.subarray(offset, offset + woff.readUInt32BE(at + 8));
    const length = woff.readUInt32BE(at + 12);
    return {
      tag: woff.subarray(at, at + 4),
      checksum: woff.readUInt32BE(at + 16),
      data: packed.length < length ? inflateSync(packed) : packed,
    };
  });
  const power = Math.floor(Math.log2(count));
  const header = Buffer.alloc(12 + count * 16);
  header.writeUInt32BE(woff.readUInt32BE(4), 0);
  header.writeUInt16BE(count, 4);
  header.writeUInt16BE(16 * 2 ** power, 6);
  header.writeUInt16BE(power, 8);
  header.writeUInt16BE(16 * (count - 2 ** power), 10);
  const parts: Buffer[] = [header];
  let offset = header.length;
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    tag.copy(header, 12 + index * 16);
    header.writeUInt32BE(checksum, 16 + index * 16);
    header.writeUInt32BE(offset, 20 + index * 16);
    header.writeUInt32BE(data.length, 24 + index * 16);
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4);
    parts.push(data, padding);
    offset += data.length + padding.length;
  }
  return Buffer.concat(parts);
}
