/** Frames and timecode. A rate is a fraction; a moment is a frame number; nothing here rounds seconds. */

/** @typedef {{num: number, den: number, base: number}} Rate base: frames in a timecode second */

/** @param {string} text "24000/1001", "25" or "25/1" @returns {Rate} */
export function parseRate(text) {
  const [num, den = 1] = String(text).split("/").map(Number);
  if (!(num > 0 && den > 0 && Number.isInteger(num) && Number.isInteger(den))) throw new RangeError(`rate ${text}`);
  return { num, den, base: Math.round(num / den) };
}

/** Drop-frame exists at 29.97 and 59.94 only: it leaves out numbers, never frames. @param {Rate} rate @param {boolean} drop */
const dropped = (rate, drop) => (drop && rate.den === 1001 && rate.base % 30 === 0 ? rate.base / 15 : 0);

const two = (value) => String(value).padStart(2, "0");

/** @param {number} frame @param {Rate} rate @param {boolean} [drop] */
export function toTimecode(frame, rate, drop = false) {
  const { base } = rate, skip = dropped(rate, drop), sign = frame < 0 ? "-" : "";
  let count = Math.abs(frame);
  if (skip) {
    const perMinute = base * 60 - skip, perTen = base * 600 - skip * 9;
    const tens = Math.floor(count / perTen), rest = count % perTen;
    count += skip * (9 * tens + (rest >= base * 60 ? 1 + Math.floor((rest - base * 60) / perMinute) : 0));
  }
  const seconds = Math.floor(count / base), hours = Math.floor(seconds / 3600) % 24;
  const frames = String(count % base).padStart(base > 100 ? 3 : 2, "0");
  return `${sign}${two(hours)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${skip ? ";" : ":"}${frames}`;
}

/** @param {string} text "01:00:00:00"; the rate says whether numbers are dropped @param {Rate} rate @param {boolean} [drop] */
export function toFrame(text, rate, drop = false) {
  const parts = text.trim().match(/^(\d{1,2}):(\d{2}):(\d{2})[:;.](\d{2,3})$/);
  if (!parts) throw new RangeError(`timecode ${text}`);
  const [hours, minutes, seconds, frames] = parts.slice(1).map(Number), { base } = rate, skip = dropped(rate, drop);
  if (minutes > 59 || seconds > 59 || frames >= base) throw new RangeError(`timecode ${text}`);
  const total = hours * 60 + minutes;
  if (skip && seconds === 0 && frames < skip && total % 10) throw new RangeError(`timecode ${text}`);
  return (total * 60 + seconds) * base + frames - skip * (total - Math.floor(total / 10));
}

/** The middle of a frame: a seek there can fall on no neighbour. @param {number} frame @param {Rate} rate @param {number[]|null} [times] */
export function middle(frame, rate, times = null) {
  if (!times) return ((2 * frame + 1) * rate.den) / (2 * rate.num);
  const begin = times[frame], end = times[frame + 1] ?? begin + (frame > 0 ? begin - times[frame - 1] : rate.den / rate.num);
  return (begin + end) / 2;
}

/** The frame whose picture has this time. @param {number} time of the picture itself, in seconds @param {Rate} rate @param {number[]|null} [times] */
export function frameOf(time, rate, times = null) {
  if (!times) return Math.round((time * rate.num) / rate.den);
  let low = 0, high = times.length - 1;
  while (low < high) {
    const half = (low + high + 1) >> 1;
    if (times[half] <= time + 0.0005) low = half; else high = half - 1;
  }
  return low;
}

/** "3 s 12 f". @param {number} frames @param {Rate} rate */
export function length(frames, rate) {
  const seconds = Math.floor(frames / rate.base), rest = frames % rate.base;
  return seconds ? `${seconds} s ${rest} f` : `${rest} f`;
}
