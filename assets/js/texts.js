/** Sentences that scripts say: written by the server into <template id="texts">, so that they are translated there. */

/**
 * @param {string} key the text's data-text
 * @param {Record<string, string | number>} [values] what replaces {name} in it
 * @returns {string}
 */
export function text(key, values = {}) {
  const holder = /** @type {HTMLTemplateElement | null} */ (document.getElementById("texts"));
  const found = holder?.content.querySelector(`[data-text="${key}"]`);
  const sentence = found?.textContent?.trim() ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** @param {string} sentence say it for a moment at the foot of the page, and to screen readers */
export function say(sentence) {
  const box = document.getElementById("toast");
  if (!box) return;
  box.textContent = sentence;
  box.hidden = false;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => (box.hidden = true), 6000);
}
let timer = 0;
