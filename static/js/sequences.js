/**
 * Frames that lie beside each other in a folder, as one thing to send. The rules are those of projects/sending/sequences.py.
 * @typedef {{file: File, folder: string, handle?: FileSystemFileHandle|null, home?: FileSystemDirectoryHandle|null}} Row
 * @typedef {{frames: Row[], numbers: number[], title: string, folder: string, size: number}} Sequence
 */

const FEWEST = 3, MOST_NAME = 100, MOST_FRAME = 2 ** 31;
const FRAME = /^(?:(.{0,200}?)([._]))?([0-9]{1,9})\.(exr|dpx|tiff?|png|jpe?g)$/is;
const bytesOf = (text) => new TextEncoder().encode(text).length;

/** @param {Row} row */
function parse({ file, folder }) {
  const match = file.size > 0 && file.size <= MOST_FRAME && bytesOf(file.name) <= MOST_NAME && !/(?! )[\p{C}\p{Z}]/u.test(file.name) && file.name.match(FRAME);
  if (!match) return null;
  const [, stem = "", joint = "", digits, kind] = match;
  return { family: JSON.stringify([folder, stem, joint, kind.toLowerCase()]), begin: stem + joint, digits, kind: kind.toLowerCase() };
}

/** How wide numbers with leading zeros are: 0998 and 1003 belong together, 01 and 001 do not. */
function padded(found) {
  const widths = new Map();
  for (const { family, digits } of found) {
    if (digits[0] !== "0" || digits.length < 2) continue;
    widths.set(family, (widths.get(family) ?? new Set()).add(digits.length));
  }
  return widths;
}

/** @param {Row[]} rows @returns {(Row|Sequence)[]} frames of a sequence as one, in the place of the first of them */
export function gather(rows) {
  const read = new Map(rows.map((row) => [row, parse(row)]).filter(([, found]) => found));
  const widths = padded(read.values()), groups = new Map();
  for (const [row, found] of read) {
    const width = Math.max(0, ...[...(widths.get(found.family) ?? [])].filter((one) => one <= found.digits.length));
    const key = `${found.family}${width}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push({ row, found, number: Number(found.digits) });
  }
  const partOf = new Map();
  for (const group of groups.values()) for (const one of split(group)) for (const frame of one.frames) partOf.set(frame, one);
  return [...new Set(rows.map((row) => partOf.get(row) ?? row))];
}

/** Apart where more is missing than there is; none of what is few or mostly holes. */
function* split(group) {
  group.sort((a, b) => a.number - b.number);
  for (let begin = 0, end = 1; end <= group.length; end += 1) {
    if (end < group.length && group[end].number - group[end - 1].number <= group.length) continue;
    const frames = group.slice(begin, end);
    if (frames.length >= FEWEST && isDense(frames)) yield sequence(frames);
    begin = end;
  }
}

function isDense(frames) {
  const span = frames.at(-1).number - frames[0].number + 1;
  return new Set(frames.map((one) => one.number)).size === frames.length && span <= 2 * frames.length;
}

function sequence(frames) {
  const first = frames[0].found, last = frames.at(-1).found;
  return {
    frames: frames.map((one) => one.row), numbers: frames.map((one) => one.number), folder: frames[0].row.folder,
    title: `${first.begin}[${first.digits}-${last.digits}].${first.kind}`,
    size: frames.reduce((sum, one) => sum + one.row.file.size, 0),
  };
}

/** "1043, 1051–1053"; empty when none is missing. @param {number[]} numbers */
export function missing(numbers) {
  const gaps = numbers.flatMap((number, index) => {
    const next = numbers[index + 1] ?? number + 1;
    return next === number + 1 ? [] : [next === number + 2 ? `${number + 1}` : `${number + 1}–${next - 1}`];
  });
  return gaps.length > 20 ? `${gaps.slice(0, 20).join(", ")} …` : gaps.join(", ");
}
