/**
 * The review of a report by keyboard: j and k go to the next and the one before, y confirms, n rejects.
 * The finding one is at is marked in the text and scrolled to. Without scripts the same buttons are pressed.
 */

/** @returns {HTMLElement[]} */
const findings = () => [...document.querySelectorAll("[data-finding]")].map((found) => /** @type {HTMLElement} */ (found));

/** @param {EventTarget | null} target */
function typing(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox]), select, textarea"));
}

/** @param {HTMLElement} finding marks it and its words */
function goTo(finding) {
  document.querySelectorAll(".is-here").forEach((marked) => marked.classList.remove("is-here"));
  finding.classList.add("is-here");
  finding.focus({ preventScroll: true });
  finding.scrollIntoView({ block: "nearest" });
  const words = document.querySelectorAll(`.found[data-of~="${finding.dataset.finding}"]`);
  words.forEach((piece) => piece.classList.add("is-here"));
  words[0]?.scrollIntoView({ block: "center" });
}

/** @param {number} step */
function go(step) {
  const all = findings();
  const here = all.findIndex((finding) => finding.classList.contains("is-here"));
  const next = all[here < 0 ? 0 : Math.min(Math.max(here + step, 0), all.length - 1)];
  if (next) goTo(next);
}

/** The finding of the address, else the first one still to decide. */
function begin() {
  const asked = findings().find((finding) => `#${finding.id}` === location.hash);
  if (!asked) return;
  const all = findings();
  const open = all.slice(all.indexOf(asked)).find((finding) => finding.querySelector("[data-verdict]"));
  goTo(open ?? asked);
}

/** @param {string} key */
function decide(key) {
  const button = /** @type {HTMLElement | null} */ (document.querySelector(`.finding.is-here [data-verdict="${key}"]`));
  button?.click();
}

/** Start listening, on the review page only. */
export function startReview() {
  if (!document.querySelector("[data-review]")) return;
  begin();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (localStorage.getItem("yipanqi.keys-off") === "1" || document.querySelector("dialog[open]")) return;
    if (event.key === "j" || event.key === "k") go(event.key === "j" ? 1 : -1);
    if (event.key === "y" || event.key === "n") decide(event.key);
  });
}
