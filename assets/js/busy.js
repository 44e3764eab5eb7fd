/** Long work of a form: while its answer is awaited the page shows how far it has come and for how long it has run. */
import { text } from "./texts.js";

const QUICK = 700;
const EVERY = 500;

/** @returns {(done: number, toDo: number, seconds: number) => void} shows it at the foot of the page */
function line() {
  const box = document.createElement("p");
  const bar = document.createElement("progress");
  const words = document.createElement("span");
  box.className = "toast working";
  box.setAttribute("role", "status");
  bar.setAttribute("aria-label", text("busy"));
  box.append(bar, words);
  document.querySelector("main")?.append(box);
  return (done, toDo, seconds) => {
    if (toDo > 0) Object.assign(bar, { max: toDo, value: done });
    words.textContent = text(toDo > 0 ? "busy.done" : "busy.time", { done, toDo, seconds });
  };
}

/** @param {string} address @returns {Promise<{done: number, to_do: number}>} */
async function ask(address) {
  try {
    const answer = await fetch(address);
    if (answer.ok) return await answer.json();
  } catch {
    // the page is being left, or the line is cut: the form's own answer will tell
  }
  return { done: 0, to_do: 0 };
}

/** @param {string} address */
function watch(address) {
  const began = performance.now();
  /** @type {ReturnType<typeof line> | null} */
  let show = null;
  const look = async () => {
    const { done, to_do } = await ask(address);
    show ??= line();
    show(done, to_do, Math.round((performance.now() - began) / 1000));
    window.setTimeout(look, EVERY);
  };
  window.setTimeout(look, QUICK);
}

/** Forms with {% busy %} in them; a second press changes nothing while the first is on its way. */
export function startBusy() {
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const mark = /** @type {HTMLElement | null} */ (form.querySelector("[data-busy]"));
    if (event.defaultPrevented || !mark) return;
    form.querySelectorAll("button").forEach((button) => window.setTimeout(() => (button.disabled = true)));
    watch(mark.dataset.busy ?? "");
  });
  window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
}
