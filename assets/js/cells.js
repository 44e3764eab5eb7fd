/**
 * Pasting a column or block from Excel into a table of fields.
 *
 * <table data-paste data-paste-status="#told"> … <td class="in"><input></td> …
 * A block that fits is written into the fields from the focused one on, row by row, column by column; only visible,
 * enabled fields count. A block that does not fit is not written at all: the message says how many rows were pasted
 * and how many there are, and keeps the pasted text where it can be copied again. Ctrl+Z takes the last paste back.
 */
import { text } from "./texts.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
/** @typedef {{ field: Field, value: string }[]} Undo */

const FIELDS = "input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([disabled]):not([readonly]), select:not([disabled]), textarea:not([disabled])";

/** @param {string} clip the clipboard's text @returns {string[][]} rows of cells, quotes of Excel undone */
export function parseClip(clip) {
  const rows = [[""]];
  let quoted = false;
  const body = clip.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < body.length; at += 1) {
    const row = rows[rows.length - 1];
    const mark = body[at];
    if (quoted && mark === '"' && body[at + 1] === '"') {
      row[row.length - 1] += '"';
      at += 1;
    } else if (mark === '"' && (quoted || row[row.length - 1] === "")) quoted = !quoted;
    else if (!quoted && mark === "\t") row.push("");
    else if (!quoted && mark === "\n") rows.push([""]);
    else row[row.length - 1] += mark;
  }
  return rows.map((row) => row.map((cell) => cell.trim()));
}

/** @param {HTMLTableElement} table @returns {Field[][]} the fields of each row that has any */
function fieldRows(table) {
  return [...table.tBodies]
    .flatMap((body) => [...body.rows])
    .map((row) => /** @type {Field[]} */ ([...row.querySelectorAll(FIELDS)]))
    .filter((row) => row.length > 0);
}

/** @param {HTMLTableElement} table @param {boolean} good @param {string} sentence @param {string} [clip] */
function tell(table, good, sentence, clip = "") {
  const box = document.querySelector(table.dataset.pasteStatus ?? "");
  if (!box) return;
  box.className = `paste-told${good ? "" : " bad"}`;
  box.textContent = sentence;
  if (clip) {
    const kept = document.createElement("pre");
    kept.tabIndex = 0;
    kept.textContent = clip;
    box.append(kept);
  }
  box.scrollIntoView({ block: "nearest" });
}

/** @param {Field} field @param {string} value write it as if typed; false when a list has no such choice */
function write(field, value) {
  if (field instanceof HTMLSelectElement) {
    const choice = [...field.options].find((option) => option.text.trim() === value || option.value === value);
    if (!choice) return false;
    field.value = choice.value;
  } else field.value = value;
  field.classList.add("pasted");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

/** @param {HTMLTableElement} table @param {string[][]} clip @param {Field[][]} room @param {string} raw @returns {Undo} */
function fill(table, clip, room, raw) {
  /** @type {Undo} */
  const undo = [];
  /** @type {string[]} */
  const refused = [];
  clip.forEach((row, down) =>
    row.forEach((value, across) => {
      const field = room[down][across];
      undo.push({ field, value: field.value });
      if (!write(field, value)) refused.push(value);
    }),
  );
  if (refused.length) tell(table, false, text("paste.no-choice", { values: refused.join("、") }), raw);
  else tell(table, true, text("paste.done", { rows: clip.length, cells: undo.length }));
  return undo;
}

/** @param {HTMLTableElement} table @param {Field} from @param {string} raw @returns {Undo | null} null: nothing was written */
function paste(table, from, raw) {
  const clip = parseClip(raw);
  const rows = fieldRows(table);
  const top = rows.findIndex((row) => row.includes(from));
  const left = rows[top].indexOf(from);
  const below = rows.slice(top);
  const wide = Math.max(...clip.map((row) => row.length));
  if (clip.length > below.length || (top === 0 && clip.length < rows.length)) {
    tell(table, false, text("paste.rows", { pasted: clip.length, rows: below.length }), raw);
    return null;
  }
  if (below.slice(0, clip.length).some((row) => row.length - left < wide)) {
    tell(table, false, text("paste.columns", { pasted: wide }), raw);
    return null;
  }
  return fill(table, clip, below.map((row) => row.slice(left)), raw);
}

/** @param {HTMLTableElement} table */
function listen(table) {
  /** @type {Undo | null} */
  let undo = null;
  table.addEventListener("paste", (event) => {
    const raw = event.clipboardData?.getData("text/plain") ?? "";
    const field = /** @type {Field} */ (event.target);
    if (!/[\t\n]/.test(raw.trim()) || !field.matches(FIELDS)) return;
    event.preventDefault();
    undo = paste(table, field, raw) ?? undo;
  });
  table.addEventListener("keydown", (event) => {
    if (!undo || !(event.ctrlKey || event.metaKey) || event.key !== "z") return;
    event.preventDefault();
    undo.forEach(({ field, value }) => write(field, value));
    undo = null;
    tell(table, true, text("paste.undone"));
  });
  table.addEventListener("keydown", (event) => stepRow(table, event));
}

/** Enter and the arrows go to the field below or above, as in Excel. @param {HTMLTableElement} table @param {KeyboardEvent} event */
function stepRow(table, event) {
  const field = /** @type {Field} */ (event.target);
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !(field instanceof HTMLInputElement) || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const rows = fieldRows(table);
  const at = rows.findIndex((row) => row.includes(field));
  const next = rows[at + (event.shiftKey && event.key === "Enter" ? -1 : step)]?.[rows[at].indexOf(field)];
  if (!next) return;
  event.preventDefault();
  next.focus();
  if (next instanceof HTMLInputElement) next.select();
}

/** The button that pastes the whole table: [data-paste-into="#table"]. @param {HTMLButtonElement} button */
async function pasteWhole(button) {
  const table = /** @type {HTMLTableElement} */ (document.querySelector(button.dataset.pasteInto ?? ""));
  const first = fieldRows(table)[0]?.[0];
  first?.focus();
  const raw = await navigator.clipboard?.readText().catch(() => "");
  if (raw && first) table.dispatchEvent(pasteEvent(first, raw));
  else tell(table, true, text("paste.how"));
}

/** @param {Field} first @param {string} raw @returns {Event} */
function pasteEvent(first, raw) {
  const data = new DataTransfer();
  data.setData("text/plain", raw);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  Object.defineProperty(event, "target", { value: first });
  return event;
}

/** @param {ParentNode} root */
export function startCells(root) {
  root.querySelectorAll("table[data-paste]").forEach((table) => listen(/** @type {HTMLTableElement} */ (table)));
  root.querySelectorAll("button[data-paste-into]").forEach((found) => {
    const button = /** @type {HTMLButtonElement} */ (found);
    button.hidden = false;
    button.addEventListener("click", () => pasteWhole(button));
  });
}
