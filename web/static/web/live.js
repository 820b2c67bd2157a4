"use strict";
// Follows a submission until its report is there and puts the report in place, without leaving the page. What is
// followed says so by its attributes: `data-events` and `data-report` are the addresses of both.
function follow(followed) {
  const announce = document.querySelector("[data-announce]");
  const { events: address, report } = followed.dataset;
  delete followed.dataset.events;
  const events = new EventSource(address);

  function show(status) {
    const progress = followed.querySelector(".progress");
    const sentence = followed.querySelector("[data-sentence]");
    progress.dataset.state = status.state;
    if (sentence.textContent === status.sentence) return;
    sentence.textContent = status.sentence;
    announce.textContent = status.sentence;
  }

  // Who has logged out meanwhile is sent to the login page, which is no report: the page is loaded anew and says so.
  async function showReport(status) {
    const response = await fetch(report, { credentials: "same-origin" });
    if (!response.ok || response.redirected) throw new Error(`the report answered ${response.status}`);
    const text = await response.text();
    if (!followed.isConnected) return; // another submission has taken its place
    followed.innerHTML = text;
    announce.textContent = status.sentence;
    followed.dispatchEvent(new CustomEvent("reported", { bubbles: true }));
  }

  events.addEventListener("status", (event) => show(JSON.parse(event.data)));
  events.addEventListener("done", (event) => {
    events.close();
    showReport(JSON.parse(event.data)).catch(() => window.location.reload());
  });
  events.addEventListener("error", () => {
    // A closed stream that the browser will not open again: the page itself knows what to say.
    if (events.readyState === EventSource.CLOSED) window.setTimeout(() => window.location.reload(), 3000);
  });
  document.addEventListener("htmx:afterSwap", () => { if (!followed.isConnected) events.close(); });
}

function followAll() {
  for (const followed of document.querySelectorAll("[data-events]")) follow(followed);
}
document.addEventListener("htmx:afterSettle", followAll);
followAll();
