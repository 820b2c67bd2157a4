"use strict";
// The form of an assignment: rows come and go in place, Python gets an editor when its file is opened, and what was
// typed is not left by mistake. Without this script every button sends the form, and its answer is the page.
const form = document.querySelector("[data-authoring]");
let changed = Boolean(form.querySelector("#problems .notice"));

function edit(area) {
  const label = form.querySelector(`label[for="${area.id}"]`);
  delete area.dataset.code;
  const editor = GraderEditor.open(area, {
    label: label.textContent,
    onSubmit: () => form.requestSubmit(form.querySelector(".save-bar [value=save]")),
    onChange: () => { changed = true; },
  });
  label.addEventListener("click", () => editor.focus());
}

// An editor in a part that is folded away would have no size.
function editOpened() {
  if (form.querySelector("fieldset.whole:disabled")) return;
  for (const area of form.querySelectorAll("details[open] textarea[data-code]")) edit(area);
}

// A button of a part sends the whole form, and takes that part of the answer.
function inPlace(part) {
  for (const button of part.querySelectorAll("button[data-part]")) {
    button.setAttribute("hx-post", form.action);
    button.setAttribute("hx-encoding", "multipart/form-data");
    button.setAttribute("hx-target", `#${part.id}`);
    button.setAttribute("hx-select", `#${part.id}`);
    button.setAttribute("hx-select-oob", "#problems");
    button.setAttribute("hx-swap", "outerHTML");
    htmx.process(button);
  }
}

function prepare() {
  for (const part of form.querySelectorAll("[data-rows]")) inPlace(part);
  editOpened();
}

form.addEventListener("toggle", editOpened, true);
form.addEventListener("input", () => { changed = true; });
form.addEventListener("submit", (event) => {
  if (event.submitter?.value !== "preview") changed = false;
});
let opened = [];
form.addEventListener("htmx:beforeRequest", () => {
  changed = true;
  opened = [...form.querySelectorAll("details.file[open]")].map((file) => file.id);
});
document.addEventListener("htmx:afterSettle", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  prepare();
  form.querySelector("[data-rows] [autofocus]")?.closest("[data-rows] fieldset, details")?.scrollIntoView({ block: "nearest" });
});
// What names a row opens it.
form.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  const row = link && document.getElementById(link.hash.slice(1));
  row?.closest("details")?.setAttribute("open", "");
});
window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
prepare();
