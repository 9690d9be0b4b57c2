// Works without this script. It lets a stretch of text be selected and hidden at once.
"use strict";

const words = document.querySelector("[data-words]");
const tell = document.querySelector("[data-select]");
if (words && tell) {
  tell.hidden = false;
  words.addEventListener("mouseup", () => {
    const chosen = getSelection();
    if (chosen.isCollapsed) return;
    for (const word of words.querySelectorAll(".word")) {
      if (chosen.containsNode(word, true)) word.querySelector("input").checked = true;
    }
    chosen.removeAllRanges();
  });
}
