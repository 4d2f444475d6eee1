/** Frames as one file: a plain tar put together from slices, so that nothing is copied. The same frames always give the same bytes. */

const BLOCK = 512;
const utf8 = new TextEncoder();
const octal = (value, digits) => `${value.toString(8).padStart(digits, "0")}\0`;

/** Of a plain file without owner and time. @param {string} name at most 100 bytes @param {number} size */
function header(name, size) {
  const block = new Uint8Array(BLOCK);
  const put = (at, text) => block.set(utf8.encode(text), at);
  put(0, name);
  put(100, octal(0o644, 7) + octal(0, 7) + octal(0, 7) + octal(size, 11) + octal(0, 11) + " ".repeat(8) + "0");
  put(257, "ustar\0" + "00");
  put(148, octal(block.reduce((sum, byte) => sum + byte, 0), 6));
  return block;
}

/** @param {string} title "shot.[1001-1096].exr" @param {File[]} frames by rising number @returns {File} */
export function bundle(title, frames) {
  const filling = (size) => new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
  const parts = frames.flatMap((frame) => [header(frame.name, frame.size), frame, filling(frame.size)]);
  return new File([...parts, new Uint8Array(2 * BLOCK)], `${title}.tar`, { lastModified: 0 });
}

/** The same again, from the folder that was chosen before. @param {FileSystemDirectoryHandle} folder @param {string[]} names */
export async function reread(folder, names, name) {
  const frames = [];
  for (const one of names) frames.push(await (await folder.getFileHandle(one)).getFile());
  return bundle(name.replace(/\.tar$/, ""), frames);
}

/** What a sequence's file is called to people. @param {string} name */
export const titleOf = (name) => (isBundle(name) ? name.slice(0, -4) : name);

/** @param {string} name */
export const isBundle = (name) => /\[\d+-\d+\]\.(?:exr|dpx|tiff?|png|jpe?g)\.tar$/i.test(name);
