/**
 * The review of a report by keyboard: j and k go to the next and the one before, y confirms, n rejects, u takes
 * that back, x picks. Enter behind a reason rejects, for only a rejection has one.
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

/** The first one still to decide from the finding of the address on, which a filter may just have taken away. */
function begin() {
  const asked = Number(location.hash.match(/^#f(\d+)$/)?.[1]);
  if (!asked) return;
  const all = findings();
  const at = all.findIndex((finding) => Number(finding.dataset.finding) === asked);
  const rest = at < 0 ? all.filter((finding) => Number(finding.dataset.finding) > asked) : all.slice(at);
  const open = rest.find((finding) => finding.querySelector("[data-verdict=y]")) ?? rest[0];
  if (open) goTo(open);
}

/** Pick the finding one is at, or let it go. */
function pick() {
  const box = /** @type {HTMLElement | null} */ (document.querySelector(".finding.is-here [name=picked]"));
  box?.click();
}

/** Enter in the field of the reason presses the first button of the form otherwise, which confirms. */
function rejectOnEnter() {
  document.querySelector("[data-review] [name=reason]")?.addEventListener("keydown", (event) => {
    const { key, isComposing } = /** @type {KeyboardEvent} */ (event);
    if (key !== "Enter" || isComposing) return;
    event.preventDefault();
    /** @type {HTMLElement | null} */ (document.querySelector("[data-review] [name=step][value=reject]"))?.click();
  });
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
  rejectOnEnter();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (localStorage.getItem("yipanqi.keys-off") === "1" || document.querySelector("dialog[open]")) return;
    if (event.key === "j" || event.key === "k") go(event.key === "j" ? 1 : -1);
    if (event.key === "y" || event.key === "n" || event.key === "u") decide(event.key);
    if (event.key === "x") pick();
  });
}
