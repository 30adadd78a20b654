// @ts-check
/** Small pieces of a page, put in place only when they differ: what a finger is on stays there. */

/** @param {string} id */
export function at(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * @param {string} name the class
 * @param {string} text
 */
export function part(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

/**
 * @param {string} name the class
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
export function button(name, attributes, ...children) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = name;
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

/**
 * Give an element this content, unless it has it already. What had the focus gets it back.
 * @param {HTMLElement} box
 * @param {(Node | string)[]} children
 */
export function put(box, ...children) {
  const next = document.createElement("div");
  next.append(...children);
  if (next.innerHTML === box.innerHTML) return;
  const index = [...box.querySelectorAll("button")].findIndex((one) => one === document.activeElement);
  box.replaceChildren(...next.childNodes);
  if (index >= 0) box.querySelectorAll("button")[index]?.focus({ preventScroll: true });
}

/**
 * A list that hides its section while it is empty.
 * @param {string} section
 * @param {string} list
 * @param {Node[]} items
 */
export function putList(section, list, items) {
  at(section).hidden = items.length === 0;
  put(at(list), ...items);
}
