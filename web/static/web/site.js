"use strict";
// Who has set no time zone reads times on the clock of this machine.
const clock = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit",
  timeZone: document.documentElement.dataset.zone,
});
for (const moment of document.querySelectorAll("time")) {
  moment.title = moment.textContent;
  moment.textContent = clock.format(new Date(moment.dateTime));
}
