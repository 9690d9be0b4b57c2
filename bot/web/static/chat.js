// Makes the chat page smooth. Everything works without it. It keeps nothing but what is on the screen.
(function () {
  "use strict";

  var PATIENCE = 20000; // milliseconds before an answer counts as not sent
  var ESCAPES = 3;
  var ESCAPES_WITHIN = 3000;

  var body = document.body;
  document.documentElement.classList.add("script");

  function one(selector, within) {
    return (within || document).querySelector(selector);
  }

  // --- The way out: the page is gone before anything is sent

  var sending = null;
  var gone = false;

  function leave() {
    if (gone) return;
    gone = true;
    if (sending) sending.abort();
    var away = body.dataset.away;
    var exit = body.dataset.exit;
    document.documentElement.hidden = true;
    document.title = "";
    body.textContent = "";
    var left = function () { location.replace(away); };
    try {
      fetch(exit, { method: "POST", credentials: "same-origin", redirect: "manual", keepalive: true }).then(left, left);
      setTimeout(left, 700); // a slow network must not hold the page that takes this one's place
    } catch (_error) {
      left();
    }
  }

  var escapes = [];
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || event.repeat) return;
    var now = Date.now();
    escapes = escapes.filter(function (at) { return now - at < ESCAPES_WITHIN; }).concat(now);
    if (escapes.length >= ESCAPES) {
      leave();
      return;
    }
    var more = one(".more[open]");
    if (more) {
      more.open = false;
      one("summary", more).focus();
    }
  });

  // A page brought back by the browser's Back button may show what was cleared from this device: it is asked for anew.
  // Words that were not sent yet come along, in this page's memory alone.
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    document.documentElement.hidden = true;
    var words = unsent();
    var box = one("#now textarea");
    var asked = box && one("[name=tap]", box.form).value;
    fetch(location.href, { credentials: "same-origin" }).then(function (response) {
      return response.ok ? response.text() : Promise.reject();
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      var fresh = one("#now textarea", page);
      if (!words || !fresh || one("[name=tap]", fresh.form).value !== asked) throw new Error();
      one("#main").replaceWith(document.adoptNode(one("#main", page)));
      one("#now textarea").value = words;
      document.documentElement.hidden = false;
      ready();
    }).catch(function () {
      typedAt = 0;
      location.reload();
    });
  });

  // --- Words that were not sent yet: a warning before they are lost, and gone where somebody else may hold the phone

  var FORGETS = 30 * 60 * 1000;
  var typedAt = 0;

  document.addEventListener("input", function (event) {
    if (event.target.tagName === "TEXTAREA") typedAt = Date.now();
  });

  function unsent() {
    var box = one("#main textarea");
    return box && typedAt && Date.now() - typedAt < FORGETS ? box.value.trim() && box.value : "";
  }

  function forget() {
    if (!typedAt || Date.now() - typedAt < FORGETS) return;
    typedAt = 0;
    document.querySelectorAll("#main textarea").forEach(function (box) { box.value = ""; });
  }

  setInterval(forget, 10000);
  document.addEventListener("visibilitychange", forget);
  window.addEventListener("focus", forget);

  window.addEventListener("beforeunload", function (event) {
    if (gone || !unsent()) return;
    event.preventDefault();
    event.returnValue = ""; // older browsers ask only so
  });

  document.addEventListener("click", function (event) {
    var more = one(".more[open]");
    if (more && !more.contains(event.target)) more.open = false;
  });

  document.addEventListener("submit", function (event) {
    if (!sending) typedAt = 0; // a form takes the words along, or clears them on purpose
    if (event.target.hasAttribute("data-exit-form")) {
      event.preventDefault();
      leave();
    } else if (event.target.hasAttribute("data-chat")) {
      send(event);
    }
  });

  // --- Sending

  var pressed = null; // older browsers do not say which button sent a form
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button");
    if (button && button.form) pressed = button;
  }, true);

  var failed = null; // what could not be sent: the same again keeps its id, so that it counts once

  function send(event) {
    if (!window.fetch || !window.AbortController || !window.URLSearchParams) return;
    event.preventDefault();
    if (sending) return;
    var form = event.target;
    var button = event.submitter || (pressed && pressed.form === form ? pressed : one("button", form));
    deliver(form, button);
  }

  function deliver(form, button) {
    var fields = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (name !== "id") fields.append(name, value);
    });
    if (button && button.name) fields.append(button.name, button.value);
    var content = fields.toString();
    var id = one("input[name=id]", form);
    if (failed && failed.id === id.value && failed.content !== content) id.value = freshId();
    fields.append("id", id.value);
    failed = { id: id.value, content: content };

    say(line("sending"), true);
    var now = one("#now");
    now.setAttribute("aria-busy", "true");
    sending = new AbortController();
    var late = setTimeout(function () { sending.abort(); }, PATIENCE);
    fetch(form.action, {
      method: "POST",
      body: fields,
      credentials: "same-origin",
      headers: { "X-Fragment": "1" },
      signal: sending.signal
    }).then(function (response) {
      return response.text().then(function (text) { return { ok: response.ok, text: text }; });
    }).then(function (answer) {
      if (gone) return;
      var page = new DOMParser().parseFromString(answer.text, "text/html");
      settle();
      if (answer.ok && one("#now", page)) {
        failed = null;
        goOn(page);
      } else {
        notSent(form, button, one("#said", page));
      }
    }).catch(function () {
      if (gone) return;
      settle();
      notSent(form, button, null);
    });

    function settle() {
      clearTimeout(late);
      sending = null;
      now.removeAttribute("aria-busy");
      say("", true);
    }
  }

  function freshId() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.prototype.map.call(bytes, function (byte) {
      return ("0" + byte.toString(16)).slice(-2);
    }).join("");
  }

  // --- Showing

  function line(name) {
    return one("[data-lines]").dataset[name];
  }

  function say(words, calm) {
    var status = one("[data-status]");
    if (!status) return;
    status.textContent = words;
    status.classList.toggle("calm", Boolean(calm));
  }

  function notSent(form, button, said) {
    if (one("textarea", form)) typedAt = Date.now();
    say(line("notSent"), false);
    var status = one("[data-status]");
    if (!status) return;
    if (said) {
      status.textContent = "";
      while (said.firstChild) status.appendChild(document.adoptNode(said.firstChild));
    }
    var again = document.createElement("button");
    again.type = "button";
    again.className = "main-button";
    again.textContent = line("again");
    again.addEventListener("click", function () {
      if (!sending) deliver(form, button);
    });
    status.appendChild(document.createElement("div")).appendChild(again);
    again.focus({ preventScroll: true });
    // A help card is longer than a phone's screen: its top comes first, not the button below it.
    status.scrollIntoView({ block: one(".help", status) ? "start" : "nearest" });
  }

  function goOn(page) {
    var log = one("#log");
    var first = null;
    var said = one("#said", page);
    if (said.hasAttribute("data-over")) {
      log.textContent = ""; // after deleting and stopping, what was said leaves the screen too
    } else {
      keepQuestion(log);
    }
    Array.prototype.slice.call(said.children).forEach(function (bubble) {
      bubble.classList.add("new");
      var shown = log.appendChild(document.adoptNode(bubble));
      first = first || shown;
    });
    replace("#now", page);
    replace("#sheet", page);
    var more = one(".more");
    if (more) more.open = false;
    ready();
    one("#question").focus({ preventScroll: true });
    (first || one("#now")).scrollIntoView({ block: "start" });
  }

  // The question that was answered stays on screen, above its answer.
  function keepQuestion(log) {
    var asks = one("#now .asks");
    if (!asks) return;
    var asked = document.createElement("div");
    asked.className = "bubble asked";
    asks.querySelectorAll("h2, p").forEach(function (part) {
      var words = document.createElement("p");
      words.dir = "auto";
      while (part.firstChild) words.appendChild(part.firstChild);
      asked.appendChild(words);
    });
    log.appendChild(asked);
  }

  function replace(selector, page) {
    var old = one(selector);
    var fresh = one(selector, page);
    if (old && fresh) old.replaceWith(document.adoptNode(fresh));
  }

  // --- A long list: only what has all the words; what is ticked stays

  function plain(text) {
    return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  }

  function narrow() {
    var box = one("#now [data-filter]");
    if (!box) return;
    box.addEventListener("input", function () {
      var words = plain(box.value).split(/\s+/);
      document.querySelectorAll("#now .tickable, #now .option").forEach(function (option) {
        var own = plain(option.textContent);
        var has = words.every(function (word) { return own.indexOf(word) >= 0; });
        option.hidden = !has && !one("input:checked", option);
      });
    });
  }

  // --- How many are ticked

  function ready() {
    var box = one("#now textarea");
    if (box && box.value) typedAt = Date.now(); // it was too long, and came back
    narrow();
    var form = one("#now [data-most]");
    if (!form) return;
    var most = Number(form.dataset.most);
    var count = one("[data-count]", form);
    var tell = function () {
      var ticked = form.querySelectorAll("input:checked").length;
      var over = most > 0 && ticked > most;
      var words = over ? count.dataset.tooMany : count.dataset.some;
      count.textContent = ticked && most ? words.replace("{picked}", ticked).replace("{most}", most) : "";
      count.classList.toggle("over", over);
    };
    form.addEventListener("change", tell);
    tell();
  }

  ready();
})();
