// Everything works without this: it lets j and k walk through the list of worries.
"use strict";

const cases = [...document.querySelectorAll(".to-case")];
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  if (document.querySelector("[data-keys].off")) return;
  const step = { j: 1, k: -1 }[event.key.toLowerCase()];
  if (!step || !cases.length) return;
  event.preventDefault();
  const at = cases.indexOf(document.activeElement);
  cases[at < 0 ? 0 : Math.min(Math.max(at + step, 0), cases.length - 1)].focus();
});
