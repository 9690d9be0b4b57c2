// Everything here works without this script. It adds keys for reviewing, and keeps a double press from being sent twice.
"use strict";

const KEPT = "desk-keys-off";
const pressable = new Map();
for (const part of document.querySelectorAll("[data-key]")) {
  if (!pressable.has(part.dataset.key)) pressable.set(part.dataset.key, part);
}

const line = document.querySelector("[data-keys]");
let off = false;
try { off = localStorage.getItem(KEPT) === "1"; } catch { /* a browser may keep nothing: then keys stay on */ }

if (line) {
  const toggle = line.querySelector("[data-keys-off]");
  const show = () => {
    line.classList.toggle("off", off);
    toggle.textContent = off ? "Turn keys on" : "Turn keys off";
  };
  toggle.addEventListener("click", () => {
    off = !off;
    try { localStorage.setItem(KEPT, off ? "1" : "0"); } catch { /* for this page only, then */ }
    show();
  });
  line.hidden = false;
  show();

  document.addEventListener("keydown", (event) => {
    if (off || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) return;
    const open = document.querySelector(".deciding details[open]");
    if (event.key === "Escape" && open) {
      open.open = false;
      open.querySelector("summary").focus();
      return;
    }
    const part = pressable.get(event.key.toLowerCase());
    const details = part && part.closest("details");
    if (!part || (part.closest("form.reasons") && !details.open)) return;
    event.preventDefault();
    part.click();
    if (part.tagName === "SUMMARY" && details.open) {
      (details.querySelector("[data-first]") || details.querySelector("button")).focus();
    }
  });
}

let sent = false;
document.addEventListener("submit", (event) => {
  if (event.target.hasAttribute("data-file")) return;
  if (sent) event.preventDefault();
  sent = true;
});
window.addEventListener("pageshow", () => { sent = false; });
