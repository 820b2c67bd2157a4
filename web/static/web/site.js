"use strict";
// Times are written in UTC; here they become those of the reader's clock.
const clock = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit",
});
for (const moment of document.querySelectorAll("time")) {
  moment.title = moment.textContent;
  moment.textContent = clock.format(new Date(moment.dateTime));
}
