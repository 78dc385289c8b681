// node scripts/zip.mjs FOLDER OUT.zip [NAME]: packs a folder under one top folder. Equal input gives equal bytes.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";

const [folder, out, top = "site"] = process.argv.slice(2);
const all = (dir) => readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? all(join(dir, e.name)) : [join(dir, e.name)]));
const UTF8_NAMES = 0x800, DEFLATE = 8, VERSION = 20, JAN_1_1980 = 0x21;

const local = [], central = [];
let offset = 0;
for (const file of all(folder).sort()) {
  const name = Buffer.from(`${top}/${relative(folder, file).split(sep).join("/")}`);
  const bytes = readFileSync(file);
  const packed = deflateRawSync(bytes, { level: 9 });
  const shared = Buffer.alloc(26); // the part that both headers have
  [VERSION, UTF8_NAMES, DEFLATE, 0, JAN_1_1980].forEach((word, i) => shared.writeUInt16LE(word, 2 * i));
  [crc32(bytes), packed.length, bytes.length].forEach((word, i) => shared.writeUInt32LE(word, 10 + 4 * i));
  shared.writeUInt16LE(name.length, 22);
  local.push(Buffer.from("PK\x03\x04"), shared, name, packed);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  central.push(Buffer.from("PK\x01\x02"), Buffer.from([VERSION, 0]), shared, rest, name);
  offset += 4 + shared.length + name.length + packed.length;
}
const directory = Buffer.concat(central);
const end = Buffer.alloc(18);
end.writeUInt16LE(central.length / 5, 4);
end.writeUInt16LE(central.length / 5, 6);
end.writeUInt32LE(directory.length, 8);
end.writeUInt32LE(offset, 12);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, Buffer.concat([...local, directory, Buffer.from("PK\x05\x06"), end]));
console.log(`${out}: ${local.length / 4} files, ${((offset + directory.length + 22) / 1000).toFixed(0)} kB`);
