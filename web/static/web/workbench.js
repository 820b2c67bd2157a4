"use strict";
// The page of an assignment as a workbench: an editor in the place of the text area, files that are dropped on it, and
// the result beside the code. Without this script the form is a form, and its answer is a page.
function workbench(form) {
  const area = form.querySelector("textarea");
  const file = form.querySelector("input[type=file]");
  const announce = document.querySelector("[data-announce]");
  const submit = form.querySelector("button:not([name]), button");
  const draft = `draft ${form.dataset.draft}`;
  const given = area.value;

  // What was typed outlives a reload of this tab and a login that ran out, and no longer than the tab.
  const kept = sessionStorage.getItem(draft);
  if (kept !== null && !new URLSearchParams(location.search).has("from")) area.value = kept;

  const editor = GraderEditor.open(area, {
    label: "Your views.py",
    onSubmit: () => submit && form.requestSubmit(submit),
    onChange: () => {
      if (area.value === given) sessionStorage.removeItem(draft);
      else sessionStorage.setItem(draft, area.value);
    },
  });

  form.querySelector(`label[for="${area.id}"]`).addEventListener("click", () => editor.focus());

  // A file without text, or that is none, stays what is handed in, so that the server refuses it with a sentence.
  async function load(chosen) {
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(await chosen.arrayBuffer());
    } catch {
      return;
    }
    if (!text) return;
    editor.replace(text);
    file.value = "";
    announce.textContent = `${chosen.name} is in the editor.`;
    editor.focus();
  }
  const tooLarge = (chosen) => chosen.size > Number(form.dataset.most);
  file.addEventListener("change", () => {
    if (file.files.length === 1 && !tooLarge(file.files[0])) load(file.files[0]);
  });

  const carriesFile = (event) => event.dataTransfer.types.includes("Files");
  form.addEventListener("dragover", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    form.dataset.dropping = "";
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) delete form.dataset.dropping;
  });
  form.addEventListener("drop", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    delete form.dataset.dropping;
    file.files = event.dataTransfer.files;
    file.dispatchEvent(new Event("change"));
  }, true);

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented || !submit) return;
    event.preventDefault();
    form.requestSubmit(submit);
  });
  form.querySelector("[data-drop]").hidden = false;
  const shortcut = form.querySelector("[data-shortcut]");
  shortcut.hidden = !submit || !window.matchMedia("(pointer: fine)").matches;

  // The answer stands beside the code; what it says of lines is marked in the editor.
  const side = document.querySelector("[data-beside]");
  const task = side.querySelector("details");
  const result = side.querySelector("#result");
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful || event.detail.xhr.status === 422) return;
    if (event.detail.xhr.status === 403) location.reload(); // the form is older than the login; what was typed is kept
    result.textContent = "";
    result.append(document.getElementById("no-answer").content.cloneNode(true));
  });
  form.addEventListener("htmx:afterSwap", () => {
    task.open = false;
    result.scrollIntoView({ block: "nearest" });
    result.querySelector("[autofocus]")?.focus();
  });
  result.addEventListener("reported", () => {
    const marks = result.querySelector("#marks");
    editor.mark(marks ? JSON.parse(marks.textContent) : []);
    if (!result.contains(document.activeElement)) result.scrollIntoView({ block: "nearest" });
  });
  result.addEventListener("click", (event) => {
    const line = event.target.closest("a.report-where")?.hash.match(/-line-(\d+)$/);
    if (!line) return;
    event.preventDefault();
    editor.go(Number(line[1]));
  });
}

const bench = document.querySelector("[data-workbench]");
if (bench) workbench(bench);
