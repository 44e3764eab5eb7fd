/** Small pieces: menus that close, dialogs that open, one submit a form, forms sent when a choice changes. */

/** A click outside or Escape closes open menus. */
function closeMenus() {
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute("open");
    });
  });
  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector("details.menu[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.removeAttribute("open");
    menu.querySelector("summary")?.focus();
  });
}

/** [data-opens="#dialog"] opens it; [data-closes] inside a dialog closes it; so does a click on what lies behind. */
function openDialogs() {
  document.addEventListener("click", (event) => {
    const clicked = /** @type {HTMLElement} */ (event.target);
    const opener = /** @type {HTMLElement | null} */ (clicked.closest("[data-opens]"));
    const dialog = /** @type {HTMLDialogElement | null} */ (opener && document.querySelector(opener.dataset.opens ?? ""));
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
    if (clicked.closest("[data-closes]") || clicked.matches("dialog[open]")) clicked.closest("dialog")?.close();
  });
}

/** A second press while the first is on its way does nothing. */
function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    window.setTimeout(() => delete form.dataset.sent, 4000);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => form.removeAttribute("data-sent")));
}

/** form[data-auto] is sent when one of its choices changes; its button is then not needed. */
function sendOnChoice() {
  document.addEventListener("change", (event) => {
    const field = /** @type {HTMLElement} */ (event.target);
    const form = /** @type {HTMLFormElement | null} */ (field.closest("form[data-auto]"));
    if (form && field.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) form.requestSubmit();
  });
}

/** [data-fullscreen] puts the page on the whole screen, where the browser lets it; its link works without. */
function fullscreen() {
  document.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button[data-fullscreen]");
    if (!button) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  });
}

/** [data-print] opens the browser's print sheet. */
function printPage() {
  document.addEventListener("click", (event) => {
    if (/** @type {HTMLElement} */ (event.target).closest("[data-print]")) window.print();
  });
}

/** Elements that only work with scripts are hidden until these run. @param {ParentNode} root */
export function reveal(root) {
  root.querySelectorAll("[data-needs-script]").forEach((element) => element.removeAttribute("hidden"));
  const wrong = /** @type {HTMLElement | null} */ (root.querySelector(".alert[tabindex]"));
  wrong?.focus();
}

/** Start them all. */
export function startPieces() {
  closeMenus();
  openDialogs();
  sendOnce();
  sendOnChoice();
  fullscreen();
  printPage();
}
