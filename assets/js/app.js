/** What every page loads. Islands of single pages are bundles of their own. */
import { startBusy } from "./busy.js";
import { startCells } from "./cells.js";
import { startDrafts } from "./draft.js";
import { startExchange } from "./exchange.js";
import { showKeys, startKeys } from "./keys.js";
import { reveal, startPieces } from "./pieces.js";
import { startPlanEditor } from "./plan-editor.js";
import { startReview } from "./review.js";
import { say, text } from "./texts.js";

/** @param {ParentNode} root */
function wake(root) {
  startCells(root);
  startDrafts(root);
  reveal(root);
}

startExchange();
startPieces();
startBusy();
startKeys();
startReview();
startPlanEditor();
wake(document);
document.addEventListener("htmx:load", (event) => {
  const root = /** @type {CustomEvent} */ (event).detail.elt;
  if (root !== document.body) wake(root);
});
document.addEventListener("htmx:sendError", () => say(text("offline")));
document.addEventListener("htmx:responseError", () => say(text("server-error")));
document.addEventListener("click", (event) => {
  if (/** @type {HTMLElement} */ (event.target).closest("[data-shows-keys]")) showKeys();
});
