/** The sentences of the browser: Django's catalogue when it is loaded, the English text otherwise. */

const catalogue = globalThis;

/** @param {string} text */
export const gettext = (text) => (catalogue.gettext ? catalogue.gettext(text) : text);

/** @param {string} one @param {string} many @param {number} count */
export const ngettext = (one, many, count) =>
  catalogue.ngettext ? catalogue.ngettext(one, many, count) : count === 1 ? one : many;

/** Puts named values into "%(name)s". @param {string} text @param {Record<string, unknown>} values */
export const interpolate = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => String(values[name] ?? ""));

const language = () => globalThis.document?.documentElement.lang || undefined;

/** "2026-11-29", "29/11/2026": as pages write it (portal/languages/formats). @param {Date} at */
export function shortDay(at) {
  const [day, month] = [at.getDate(), at.getMonth() + 1].map((value) => String(value).padStart(2, "0"));
  return language() === "fr" ? `${day}/${month}/${at.getFullYear()}` : `${at.getFullYear()}-${month}-${day}`;
}

/** @param {number} value @param {number} [digits] */
export const number = (value, digits = 0) =>
  new Intl.NumberFormat(language(), { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value);

/** "43 %", never rounded up to done. @param {number} share */
export const percent = (share) => `${number(Math.floor(share * 100))}\u00a0%`;

/** "8 s", "3 min 5 s", "2 h 10 min". @param {number} seconds */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return interpolate(gettext("%(s)s s"), { s: whole });
  const minutes = Math.floor(whole / 60);
  if (minutes < 10) return interpolate(gettext("%(min)s min %(s)s s"), { min: minutes, s: whole % 60 });
  if (minutes < 60) return interpolate(gettext("%(min)s min"), { min: minutes });
  return interpolate(gettext("%(h)s h %(min)s min"), { h: Math.floor(minutes / 60), min: minutes % 60 });
}

/** "about 20–40 s left", honest about what is not known. @param {number|null} low @param {number|null} high */
export function remaining(low, high) {
  if (low == null && high == null) return "";
  const first = Math.round(low ?? high), last = Math.round(high ?? low);
  if (last < 1) return gettext("nearly done");
  const span = last < 60
    ? first === last ? duration(last) : interpolate(gettext("%(low)s–%(high)s s"), { low: first, high: last })
    : duration(first) === duration(last) ? duration(last) : `${duration(first)} – ${duration(last)}`;
  return interpolate(gettext("about %(span)s left"), { span });
}

/** "1.4 GB". @param {number} size */
export function bytes(size) {
  const units = [gettext("B"), gettext("kB"), gettext("MB"), gettext("GB"), gettext("TB")];
  let step = 0;
  for (; size >= 1024 && step < units.length - 1; step += 1) size /= 1024;  // as the pages count
  return `${number(size, step > 1 && size < 100 ? 1 : 0)} ${units[step]}`;
}
