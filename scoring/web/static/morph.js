// @ts-check
/** Turns a live region into its next frame: keeps what has an id, moves it, leaves people's input and data-keep alone. */

/**
 * @param {HTMLElement} root
 * @param {string} html
 */
export function morph(root, html) {
  const next = document.createElement("template");
  next.innerHTML = html;
  const focused = document.activeElement;
  /** @type {Map<string, Element>} */
  const kept = new Map();
  for (const element of root.querySelectorAll("[id]")) kept.set(element.id, element);
  const wanted = new Set([...next.content.querySelectorAll("[id]")].map((element) => element.id));
  children(root, next.content, kept, wanted);
  if (focused instanceof HTMLElement && root.contains(focused) && document.activeElement !== focused) {
    focused.focus({ preventScroll: true });
  }
}

/**
 * @param {Node} parent
 * @param {Node} next
 * @param {Map<string, Element>} kept
 * @param {Set<string>} wanted
 */
function children(parent, next, kept, wanted) {
  let cursor = parent.firstChild;
  for (const child of [...next.childNodes]) {
    while (cursor && leaves(cursor, wanted)) cursor = removed(cursor);
    const match = counterpart(child, cursor, kept);
    if (match === null) {
      parent.insertBefore(child, cursor);
    } else if (match === cursor) {
      cursor = cursor.nextSibling;
      node(match, child, kept, wanted);
    } else {
      parent.insertBefore(match, cursor);
      node(match, child, kept, wanted);
    }
  }
  while (cursor) cursor = removed(cursor);
}

/**
 * @param {Node} child
 * @param {Node | null} cursor
 * @param {Map<string, Element>} kept
 */
function counterpart(child, cursor, kept) {
  if (child instanceof Element && child.id) {
    const old = kept.get(child.id);
    return old && old.tagName === child.tagName ? old : null;
  }
  if (!cursor || cursor.nodeType !== child.nodeType) return null;
  if (!(cursor instanceof Element)) return cursor;
  return !cursor.id && child instanceof Element && cursor.tagName === child.tagName ? cursor : null;
}

/**
 * Whether the next frame has no use for a keyed element.
 * @param {Node} old
 * @param {Set<string>} wanted
 */
function leaves(old, wanted) {
  return old instanceof Element && Boolean(old.id) && !wanted.has(old.id) && !isBusy(old);
}

/** @param {ChildNode} old */
function removed(old) {
  const following = old.nextSibling;
  if (!(old instanceof Element && isBusy(old))) old.remove();
  return following;
}

/**
 * Somebody is at work in it: an open dialog, or an input that has the focus.
 * @param {Element} element
 */
function isBusy(element) {
  if (element instanceof HTMLDialogElement) return element.open;
  return isInput(element) && document.activeElement === element;
}

/** @param {Element} element */
function isInput(element) {
  return element.matches("input, textarea, select");
}

/**
 * @param {Node} old
 * @param {Node} next
 * @param {Map<string, Element>} kept
 * @param {Set<string>} wanted
 */
function node(old, next, kept, wanted) {
  if (!(old instanceof Element) || !(next instanceof Element)) {
    if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
    return;
  }
  if (isBusy(old) || old.isEqualNode(next)) return;
  attributes(old, next);
  if (!isInput(old) && !old.hasAttribute("data-keep")) children(old, next, kept, wanted);
}

/**
 * @param {Element} old
 * @param {Element} next
 */
function attributes(old, next) {
  const opened = old instanceof HTMLDetailsElement;
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name) && !(opened && name === "open")) old.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (old.getAttribute(name) !== value && !(opened && name === "open")) old.setAttribute(name, value);
  }
}
