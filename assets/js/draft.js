/**
 * Nothing typed is lost: form[data-draft="key"] keeps what differs from the server's values in sessionStorage,
 * offers it back after a reload, asks before one leaves with unsaved changes, and forgets it once sent.
 */
import { text } from "./texts.js";

/** @typedef {[string, string][]} Values */

/** @param {HTMLFormElement} form @returns {Values} what is in the form now; files and passwords never */
function values(form) {
  const secret = new Set([...form.querySelectorAll("input[type=password], input[type=file], input[name=csrfmiddlewaretoken]")].map((field) => /** @type {HTMLInputElement} */ (field).name));
  return /** @type {Values} */ ([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !secret.has(name)));
}

/** @param {string} key @returns {Values | null} */
function kept(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** @param {HTMLFormElement} form @param {Values} draft */
function restore(form, draft) {
  const waiting = new Map();
  draft.forEach(([name, value]) => waiting.set(name, [...(waiting.get(name) ?? []), value]));
  [...form.elements].forEach((found) => {
    const field = /** @type {HTMLInputElement} */ (found);
    const left = waiting.get(field.name);
    if (field.type === "checkbox" || field.type === "radio") field.checked = Boolean(left?.includes(field.value));
    else if (left?.length) field.value = left.shift();
    if (field.name) field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** @param {HTMLFormElement} form @param {Values} draft @param {() => void} forget */
function offer(form, draft, forget) {
  const box = document.createElement("div");
  box.className = "draft";
  box.setAttribute("role", "status");
  const told = document.createElement("p");
  told.textContent = text("draft.found");
  const buttons = ["draft.restore", "draft.discard"].map((key) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn small";
    button.textContent = text(key);
    button.addEventListener("click", () => {
      if (key === "draft.restore") restore(form, draft);
      else forget();
      box.remove();
    });
    return button;
  });
  box.append(told, ...buttons);
  form.before(box);
}

/** @param {HTMLFormElement} form */
function guard(form) {
  const key = `yipanqi.draft.${form.dataset.draft || location.pathname}`;
  const before = JSON.stringify(values(form));
  let sending = false;
  const forget = () => sessionStorage.removeItem(key);
  const changed = () => JSON.stringify(values(form)) !== before;
  const draft = kept(key);
  const answered = form.querySelector("[aria-invalid=true], .alert") !== null;
  if (answered || (draft && JSON.stringify(draft) === before)) forget();
  else if (draft) offer(form, draft, forget);
  form.addEventListener("input", () => (changed() ? sessionStorage.setItem(key, JSON.stringify(values(form))) : forget()));
  form.addEventListener("submit", () => (sending = true));
  form.addEventListener("htmx:afterRequest", (event) => {
    if (/** @type {CustomEvent} */ (event).detail.successful) forget();
    else sending = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && form.isConnected && changed()) event.preventDefault();
  });
  if (document.body.dataset.sent === form.dataset.draft) forget();
}

/** @param {ParentNode} root */
export function startDrafts(root) {
  root.querySelectorAll("form[data-draft]").forEach((form) => guard(/** @type {HTMLFormElement} */ (form)));
}
