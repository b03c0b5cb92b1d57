// On a phone the places scroll sideways: the one where the reader is comes into sight.
document.querySelector(".top nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

// Keeps ages such as "5 min ago" true while a page stays open. The page brings the words, each in its plural forms.
(() => {
  "use strict";
  const ages = JSON.parse(document.body.dataset.ages);
  const rules = new Intl.PluralRules(document.documentElement.lang);
  const say = (forms, count) => (forms[rules.select(count)] ?? forms.other).replace("#", count);
  const age = (minutes) => {
    if (minutes < 1) return ages.now.other;
    if (minutes < 60) return say(ages.minutes, minutes);
    return minutes < 2880 ? say(ages.hours, Math.floor(minutes / 60)) : say(ages.days, Math.floor(minutes / 1440));
  };
  setInterval(() => {
    for (const time of document.querySelectorAll("time[data-age]")) {
      const minutes = Math.floor((Date.now() - Date.parse(time.dateTime)) / 60000);
      if (minutes >= 0) time.textContent = age(minutes);
    }
  }, 30000);
})();
