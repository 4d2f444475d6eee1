/** Elements built by hand: no HTML strings, so nothing to escape. */

const NS = "http://www.w3.org/2000/svg";

/** @param {string} tag @param {string} [className] @param {string} [text] */
export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** @param {string} name an id in static/icons.svg */
export function icon(name) {
  const svg = document.createElementNS(NS, "svg"), use = document.createElementNS(NS, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${document.body.dataset.icons || "/static/icons.svg"}#${name}`);
  svg.append(use);
  return svg;
}

/**
 * A button with an icon and a word, or with the icon alone and the word for those who do not see it.
 * `button.relabel(word, icon)` changes both.
 */
export function button(word, iconName, press, looks = "", iconOnly = false) {
  const element = make("button", `button ${looks}`.trim());
  element.type = "button";
  element.relabel = (text, picture) => {
    if (element.dataset.word === text) return;
    element.dataset.word = text;
    element.replaceChildren(...(picture ? [icon(picture)] : []), ...(iconOnly ? [] : [text]));
    if (iconOnly) element.ariaLabel = element.title = text;
  };
  element.relabel(word, iconName);
  element.addEventListener("click", press);
  return element;
}
