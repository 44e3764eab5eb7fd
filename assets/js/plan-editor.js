/**
 * The table of a plan, typed without a mouse: form[data-editor] with one row of fields an activity.
 *
 * Enter goes to the name in the next row and adds one at the end, arrows move between cells, Alt with arrows changes the
 * level or moves the row, Insert and Ctrl+Delete make and take away rows. While one types, the door in data-check computes
 * dates, float, critical activities and mistakes of the table as it stands; it saves nothing. A table copied in Excel is
 * pasted through the door in data-paste-door, which knows its heads. Sent, the rows travel as one JSON.
 */
import { parseClip } from "./cells.js";
import { say, text } from "./texts.js";

/** @typedef {{ row: number, start: string, finish: string, float: string, critical: boolean, late: boolean, faults: Record<string, string> }} Computed */
/** @typedef {{ row: number, cell: string, name: string, text: string }} Problem */
/** @typedef {{ rows: Computed[], problems: Problem[], summary: string[] }} Answer */
/** @typedef {Record<string, string>} Cells */

const CELLS = ["key", "level", "name", "days", "before", "unit", "constraint", "reason"];
const OWN = CELLS.slice(2);
const PAUSE = 250;
const DEEPEST = 9;

/** @param {HTMLTableElement} table */
const rowsOf = (table) => [...table.tBodies[0].rows];

/** @param {HTMLTableRowElement} row @param {string} name */
const cell = (row, name) => /** @type {HTMLInputElement} */ (row.querySelector(`input[name=${name}]`));

/** @param {HTMLTableRowElement} row @returns {Cells} */
const cellsOf = (row) => Object.fromEntries(CELLS.map((name) => [name, cell(row, name).value]));

/** @param {HTMLTableRowElement} row nothing typed but, perhaps, a number and a level */
const isBlank = (row) => OWN.every((name) => !cell(row, name).value.trim());

/** @param {EventTarget | null} target */
const rowOf = (target) => /** @type {HTMLTableRowElement} */ (/** @type {HTMLElement} */ (target).closest("tr"));

/** The ids by which mistakes point at cells follow the rows. @param {HTMLTableElement} table */
function renumber(table) {
  rowsOf(table).forEach((row, at) => CELLS.forEach((name) => (cell(row, name).id = `c-${at + 1}-${name}`)));
}

/** @param {HTMLTableElement} table @returns {string} the next free number */
function nextKey(table) {
  const numbers = rowsOf(table).map((row) => cell(row, "key").value).filter((key) => /^\d+$/.test(key));
  return String(Math.max(0, ...numbers.map(Number)) + 1);
}

/** @param {HTMLTableElement} table @param {HTMLTableRowElement} beside @param {"before" | "after"} where @returns {HTMLTableRowElement} a blank row */
function addRow(table, beside, where = "after") {
  const row = /** @type {HTMLTableRowElement} */ (beside.cloneNode(true));
  row.className = "";
  row.querySelectorAll("input").forEach((field) => {
    field.value = "";
    field.removeAttribute("aria-invalid");
    field.removeAttribute("title");
  });
  row.querySelectorAll("output").forEach((out) => (out.textContent = ""));
  row.querySelector(".more")?.replaceChildren();
  cell(row, "level").value = isBlank(beside) ? "" : cell(beside, "level").value;
  beside[where](row);
  renumber(table);
  return row;
}

/** @param {HTMLTableElement} table @param {HTMLTableRowElement} row @returns {HTMLTableRowElement} the one below, made if need be */
function rowBelow(table, row) {
  const below = /** @type {HTMLTableRowElement | null} */ (row.nextElementSibling);
  if (below) return below;
  return isBlank(row) ? row : addRow(table, row);
}

/** @param {HTMLInputElement} field */
function go(field) {
  field.focus();
  field.select();
}

/** @param {HTMLTableElement} table @param {HTMLTableRowElement} row */
function removeRow(table, row) {
  const stay = /** @type {HTMLTableRowElement | null} */ (row.nextElementSibling ?? row.previousElementSibling);
  if (!stay) return;
  row.remove();
  renumber(table);
  go(cell(stay, "name"));
}

/** @param {HTMLTableElement} table @param {HTMLTableRowElement} row @param {number} step */
function moveRow(table, row, step) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  const active = /** @type {HTMLInputElement} */ (document.activeElement);
  if (step < 0) other.before(row);
  else other.after(row);
  renumber(table);
  active.focus();
}

/** @param {HTMLTableRowElement} row @param {number} step */
function changeLevel(row, step) {
  const field = cell(row, "level");
  const level = Math.min(DEEPEST, Math.max(0, Number(field.value || 0) + step));
  field.value = level ? String(level) : "";
}

/** @param {HTMLInputElement} field @param {number} step to the cell beside it, when the caret stands at that end */
function sideways(field, step) {
  const caret = step < 0 ? field.selectionStart : field.selectionEnd;
  const whole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
  if (!whole && caret !== (step < 0 ? 0 : field.value.length)) return null;
  const names = CELLS.indexOf(field.name) + step;
  return names >= 0 && names < CELLS.length ? cell(rowOf(field), CELLS[names]) : null;
}

/** @param {HTMLTableElement} table @param {KeyboardEvent} event @returns {HTMLInputElement | null | undefined} where to go; null stays; undefined leaves the key alone */
function target(table, event) {
  const field = /** @type {HTMLInputElement} */ (event.target);
  const row = rowOf(field);
  const above = /** @type {HTMLTableRowElement | null} */ (row.previousElementSibling);
  switch (event.key) {
    case "Enter":
      return event.shiftKey ? above && cell(above, "name") : cell(rowBelow(table, row), "name");
    case "ArrowDown":
      return cell(rowBelow(table, row), field.name);
    case "ArrowUp":
      return above && cell(above, field.name);
    case "ArrowLeft":
      return sideways(field, -1) ?? undefined;
    case "ArrowRight":
      return sideways(field, 1) ?? undefined;
    case "Insert":
      return cell(addRow(table, row, "before"), "name");
    default:
      return undefined;
  }
}

/** Keys that change rows instead of moving among them. @param {HTMLTableElement} table @param {KeyboardEvent} event @returns {boolean} whether it was one */
function rowKey(table, event) {
  const row = rowOf(event.target);
  if (event.ctrlKey && event.key === "Delete") removeRow(table, row);
  else if (event.altKey && event.key === "ArrowLeft") changeLevel(row, -1);
  else if (event.altKey && event.key === "ArrowRight") changeLevel(row, 1);
  else if (event.altKey && event.key === "ArrowUp") moveRow(table, row, -1);
  else if (event.altKey && event.key === "ArrowDown") moveRow(table, row, 1);
  else return false;
  return true;
}

/** @param {HTMLTableElement} table @param {KeyboardEvent} event @param {() => void} changed */
function onKey(table, event, changed) {
  if (event.isComposing || !(event.target instanceof HTMLInputElement)) return;
  if (rowKey(table, event)) {
    event.preventDefault();
    return changed();
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const next = target(table, event);
  if (next === undefined) return;
  event.preventDefault();
  if (next) go(next);
}

/** @param {HTMLTableElement} table @param {HTMLTableRowElement} from @param {Cells[]} pasted whole rows, from a row on */
function putRows(table, from, pasted) {
  let row = from;
  pasted.forEach((cells, at) => {
    if (at > 0) row = isBlank(row) ? row : rowAfter(table, row);
    CELLS.forEach((name) => (cell(row, name).value = cells[name] ?? ""));
    if (!cells.key) cell(row, "key").value = nextKey(table);
  });
}

/** @param {HTMLTableElement} table @param {HTMLTableRowElement} row the row below if it is blank, else a new one */
function rowAfter(table, row) {
  const below = /** @type {HTMLTableRowElement | null} */ (row.nextElementSibling);
  return below && isBlank(below) ? below : addRow(table, row);
}

/** @param {HTMLTableElement} table @param {HTMLInputElement} from @param {string} raw a block of cells, from a cell on */
function putBlock(table, from, raw) {
  let row = rowOf(from);
  const first = CELLS.indexOf(from.name);
  parseClip(raw).forEach((line, at) => {
    if (at > 0) row = /** @type {HTMLTableRowElement | null} */ (row.nextElementSibling) ?? addRow(table, row);
    line.slice(0, CELLS.length - first).forEach((value, across) => (cell(row, CELLS[first + across]).value = value));
    if (!isBlank(row) && !cell(row, "key").value) cell(row, "key").value = nextKey(table);
  });
}

/** One table on its page. */
class Editor {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.table = /** @type {HTMLTableElement} */ (form.querySelector("table.typed"));
    this.timer = 0;
    this.asked = 0;
    this.dirty = false;
    this.listen();
    this.tidy();
  }

  /** Only one blank row at the end. */
  tidy() {
    document.querySelectorAll("[data-no-script]").forEach((found) => found.setAttribute("hidden", ""));
    const rows = rowsOf(this.table);
    while (rows.length > 1 && isBlank(rows[rows.length - 1]) && isBlank(rows[rows.length - 2])) rows.pop()?.remove();
    const last = rows[rows.length - 1];
    if (!isBlank(last)) addRow(this.table, last);
    if (!document.querySelector(".alert")) go(cell(rowsOf(this.table)[0], "name"));
  }

  listen() {
    const changed = () => this.change();
    this.table.addEventListener("keydown", (event) => onKey(this.table, event, changed));
    this.table.addEventListener("input", (event) => this.typed(/** @type {HTMLInputElement} */ (event.target)));
    this.table.addEventListener("focusout", () => this.later());
    this.table.addEventListener("paste", (event) => this.paste(event));
    this.form.addEventListener("formdata", (event) => this.pack(event.formData));
    this.form.addEventListener("submit", () => (this.dirty = false));
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty) event.preventDefault();
    });
  }

  /** A row gets its number with its first word. @param {HTMLInputElement} field */
  typed(field) {
    const row = rowOf(field);
    if (!isBlank(row) && !cell(row, "key").value) cell(row, "key").value = nextKey(this.table);
    this.change();
  }

  change() {
    this.dirty = true;
    this.later();
  }

  later() {
    if (!this.dirty) return;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.check(), PAUSE);
  }

  /** All rows as one JSON instead of cell by cell. @param {FormData} data */
  pack(data) {
    CELLS.forEach((name) => data.delete(name));
    data.set("rows", JSON.stringify(rowsOf(this.table).map(cellsOf)));
  }

  /** @param {string} door @param {FormData} data @returns {Promise<any>} the answer as JSON, null when there is none */
  async ask(door, data) {
    try {
      const answer = await fetch(door, { method: "POST", body: data, headers: { "X-CSRFToken": document.body.dataset.csrf ?? "" } });
      if (answer.ok) return await answer.json();
      say(text("server-error"));
    } catch {
      say(text("offline"));
    }
    return null;
  }

  /** Compute the table as it stands; a late answer to an earlier question is not shown. */
  async check() {
    this.asked += 1;
    const asked = this.asked;
    const data = new FormData(this.form);
    /** @type {Answer | null} */
    const answer = await this.ask(this.form.dataset.check ?? "", data);
    if (answer && asked === this.asked) this.show(answer);
  }

  /** @param {Answer} answer */
  show(answer) {
    const rows = rowsOf(this.table);
    answer.rows.forEach((computed) => {
      if (rows[computed.row - 1]) showRow(rows[computed.row - 1], computed);
    });
    showSummary(this.form, answer.summary);
    showProblems(this.form, answer.problems.filter((problem) => !isUnderway(rows[problem.row - 1], problem)));
    this.form.dataset.checked = String(this.asked);
  }

  /** @param {ClipboardEvent} event */
  async paste(event) {
    const raw = event.clipboardData?.getData("text/plain") ?? "";
    const field = event.target;
    if (!/[\t\n]/.test(raw.trim()) || !(field instanceof HTMLInputElement)) return;
    event.preventDefault();
    const data = new FormData();
    data.set("text", raw);
    /** @type {{ headed: boolean, rows: Cells[] } | null} */
    const found = await this.ask(this.form.dataset.pasteDoor ?? "", data);
    const whole = found && (found.headed || (field.name === "name" && isBlank(rowOf(field)))) && found.rows.length > 0;
    if (whole) putRows(this.table, isBlank(rowOf(field)) ? rowOf(field) : rowAfter(this.table, rowOf(field)), found.rows);
    else if (found) putBlock(this.table, field, raw);
    this.change();
  }
}

/** What is still empty in the row that one types in is no mistake yet. @param {HTMLTableRowElement | undefined} row @param {Problem} problem */
function isUnderway(row, problem) {
  return Boolean(row?.contains(document.activeElement) && !cell(row, problem.cell)?.value);
}

/** @param {HTMLTableRowElement} row @param {Computed} computed */
function showRow(row, computed) {
  row.classList.toggle("crit", computed.critical);
  row.classList.toggle("late", computed.late);
  /** @type {Record<string, string>} */
  const texts = { start: computed.start, finish: computed.finish, float: computed.float };
  row.querySelectorAll("output").forEach((out) => (out.textContent = texts[out.dataset.out ?? ""] ?? ""));
  CELLS.forEach((name) => {
    const fault = computed.faults[name];
    const wrong = fault && !isUnderway(row, { row: 0, cell: name, name: "", text: "" });
    const field = cell(row, name);
    if (wrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    field.title = wrong ? fault : "";
  });
}

/** @param {HTMLFormElement} form @param {string[]} parts */
function showSummary(form, parts) {
  const line = form.querySelector("#net-summary");
  line?.replaceChildren(
    ...parts.map((part) => {
      const piece = document.createElement("span");
      piece.textContent = part;
      return piece;
    }),
  );
}

/** @param {HTMLFormElement} form @param {Problem[]} problems */
function showProblems(form, problems) {
  const list = form.querySelector("#net-problems");
  list?.replaceChildren(
    ...problems.map((problem) => {
      const line = document.createElement("li");
      if (problem.row) {
        const link = document.createElement("a");
        link.href = `#c-${problem.row}-${problem.cell}`;
        link.textContent = `${problem.row} ${problem.name}`;
        line.append(link, " ");
      }
      line.append(problem.text);
      return line;
    }),
  );
}

/** input[type=file][data-sends] sends its form as soon as a file is chosen. */
function sendFiles() {
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field instanceof HTMLInputElement && field.matches("[data-sends]") && field.files?.length) field.form?.requestSubmit();
  });
}

/** Start on the pages that have an editor, and send files where they are chosen. */
export function startPlanEditor() {
  sendFiles();
  const form = document.querySelector("form[data-editor]");
  if (form instanceof HTMLFormElement) new Editor(form);
}
