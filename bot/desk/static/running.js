// A file that is chosen is read into the box below, where it is checked. Without this script it is pasted there.
"use strict";

const part = document.querySelector("[data-file-part]");
if (part) {
  part.hidden = false;
  const file = part.querySelector("input");
  file.addEventListener("change", async () => {
    if (file.files.length) document.getElementById("text").value = await file.files[0].text();
  });
}
