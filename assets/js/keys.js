/**
 * Keyboard: every [data-keys="g b"] is pressed by typing its keys; "?" shows the list; Ctrl+Enter sends the form.
 * Keys may be switched off in the list (kept in this browser); they never fire while one types.
 */

const OFF = "yipanqi.keys-off";
const PAUSE = 1200;

/** @returns {HTMLDialogElement | null} */
const overlay = () => /** @type {HTMLDialogElement | null} */ (document.getElementById("keys"));

/** @param {EventTarget | null} target */
function typing(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, select, textarea"));
}

/** @returns {boolean} */
function off() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

/** Writes one line for each key into the overlay and opens it. */
export function showKeys() {
  const dialog = overlay();
  const list = dialog?.querySelector("dl.keys");
  if (!dialog || !list || dialog.open) return;
  list.querySelectorAll("[data-found]").forEach((line) => line.remove());
  document.querySelectorAll("[data-keys]").forEach((found) => {
    const element = /** @type {HTMLElement} */ (found);
    const keys = document.createElement("dt");
    element.dataset.keys?.split(" ").forEach((key) => {
      const cap = document.createElement("kbd");
      cap.textContent = key;
      keys.append(cap, " ");
    });
    const name = document.createElement("dd");
    name.textContent = element.dataset.keysName ?? element.textContent?.trim() ?? "";
    keys.dataset.found = name.dataset.found = "";
    list.append(keys, name);
  });
  dialog.showModal();
}

/** @param {HTMLElement} element */
function press(element) {
  if (element.matches("input, select, textarea")) element.focus();
  else element.click();
}

/** Start listening. */
export function startKeys() {
  let typed = "";
  let last = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const field = /** @type {HTMLInputElement} */ (event.target);
      field.form?.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (off() || document.querySelector("dialog[open]")) return;
    if (event.key === "?") return showKeys();
    const known = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-keys]")]);
    const longer = `${typed} ${event.key}`;
    const goesOn = event.timeStamp - last < PAUSE && known.some((element) => element.dataset.keys?.startsWith(longer));
    typed = goesOn ? longer : event.key;
    last = event.timeStamp;
    const found = known.find((element) => element.dataset.keys === typed);
    if (!found) return;
    event.preventDefault();
    typed = "";
    press(found);
  });
  const toggle = /** @type {HTMLInputElement | null} */ (document.getElementById("keys-on"));
  if (!toggle) return;
  toggle.checked = !off();
  toggle.addEventListener("change", () => localStorage.setItem(OFF, toggle.checked ? "0" : "1"));
}
