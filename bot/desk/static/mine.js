// Works without this script: then an answer stays with its reader for five minutes. It says that they still have it.
"use strict";

const before = document.querySelector("[data-mine]");
if (before) {
  let left = 15; // half an hour, for a page that was left open
  const going = setInterval(() => {
    if (document.hidden) return;
    if (!left--) { clearInterval(going); return; }
    fetch(before.dataset.mine, { method: "POST", body: new URLSearchParams() }).catch(() => {});
  }, 120000);
}
