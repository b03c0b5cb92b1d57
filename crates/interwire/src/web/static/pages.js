// Keeps ages such as "5 min ago" true while a page stays open.
(() => {
  "use strict";
  const { ageNow, ageAgo } = document.body.dataset;
  const span = (minutes) =>
    minutes < 60 ? `${minutes} min` : minutes < 2880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
  const tick = () => {
    for (const time of document.querySelectorAll("time[data-age]")) {
      const minutes = Math.floor((Date.now() - Date.parse(time.dateTime)) / 60000);
      if (minutes >= 0) time.textContent = minutes < 1 ? ageNow : ageAgo.replace("{span}", span(minutes));
    }
  };
  setInterval(tick, 30000);
})();
