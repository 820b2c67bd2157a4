"use strict";
// Follows a submission until its report is there and puts the report in place, without leaving the page.
const result = document.getElementById("result");
const announce = document.querySelector("[data-announce]");

function show(status) {
  const progress = result.querySelector(".progress");
  const sentence = result.querySelector("[data-sentence]");
  progress.dataset.state = status.state;
  if (sentence.textContent !== status.sentence) {
    sentence.textContent = status.sentence;
    announce.textContent = status.sentence;
  }
}

// Who has logged out meanwhile is sent to the login page, which is no report: the page is loaded anew and says so.
async function showReport(status) {
  const response = await fetch(result.dataset.report, { credentials: "same-origin" });
  if (!response.ok || response.redirected) throw new Error(`the report answered ${response.status}`);
  result.innerHTML = await response.text();
  announce.textContent = status.sentence;
}

function follow() {
  const events = new EventSource(result.dataset.events);
  events.addEventListener("status", (event) => show(JSON.parse(event.data)));
  events.addEventListener("done", (event) => {
    events.close();
    showReport(JSON.parse(event.data)).catch(() => window.location.reload());
  });
  events.addEventListener("error", () => {
    // A closed stream that the browser will not open again: the page itself knows what to say.
    if (events.readyState === EventSource.CLOSED) window.setTimeout(() => window.location.reload(), 3000);
  });
}

if (result && result.dataset.events) follow();
