"use strict";
// Ctrl+Enter hands in from anywhere in the form; a second press while it is on its way does nothing.
const form = document.querySelector("[data-editor]");
if (form) {
  const shortcut = form.querySelector("[data-shortcut]");
  shortcut.hidden = !window.matchMedia("(pointer: fine)").matches;
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", () => { sent = false; });
}
