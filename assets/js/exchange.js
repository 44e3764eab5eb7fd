/** htmx under a strict content policy: no eval, no injected styles, CSRF from one listener, 4xx answers are shown. */
import htmx from "htmx.org";

/** @param {string} name @returns {string} the cookie's value, empty when there is none */
export function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** @returns {string} the token of the page; the cookie may be hidden from scripts */
function token() {
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=csrfmiddlewaretoken]"));
  return document.body.dataset.csrf || field?.value || cookie("csrftoken");
}

/** Start htmx. */
export function startExchange() {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    disableInheritance: true,
    historyCacheSize: 0,
    historyRestoreAsHxRequest: false,
    selfRequestsOnly: true,
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "(403|404|409|422)", swap: true, error: false },
      { code: "[45]..", swap: false, error: true },
    ],
  });
  document.addEventListener("htmx:configRequest", (event) => {
    const detail = /** @type {CustomEvent} */ (event).detail;
    if (detail.verb !== "get") detail.headers["X-CSRFToken"] = token();
  });
}
