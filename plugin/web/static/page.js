/* Makes the pages smoother. Everything works without it. */
"use strict";

// --- the first sync: poll a small JSON instead of loading the page again and again ---------
const sync = document.querySelector("[data-progress]");
if (sync) {
  // the page's own refresh is only for browsers without scripts
  const poll = async () => {
    try {
      const reply = await fetch(sync.dataset.progress, { headers: { Accept: "application/json" } });
      if (!reply.ok) throw new Error(String(reply.status));
      const state = await reply.json();
      if (state.finished || state.failed) { location.reload(); return; }
      const rows = new Map([...sync.querySelectorAll("[data-resource]")].map((row) => [row.dataset.resource, row]));
      if (state.resources.some((each) => !rows.has(each.name))) { location.reload(); return; }
      for (const each of state.resources) {
        const row = rows.get(each.name);
        row.querySelector("[data-rows]").textContent = each.rows.toLocaleString("en-GB");
        const bar = row.querySelector("progress");
        if (bar) { bar.max = Math.max(each.page_count, 1); bar.value = each.finished ? bar.max : each.pages_done; }
        row.querySelector("[data-pages]").textContent = each.finished ? "done" : each.page_count ? `page ${each.pages_done} of ${each.page_count}` : "to come";
      }
    } catch { /* the next turn tries again */ }
    setTimeout(poll, 1000);
  };
  setTimeout(poll, 1000);
}

// --- the menu of further pages closes when one looks elsewhere -----------------------------------
const more = document.querySelector("details.more");
if (more) {
  document.addEventListener("click", (event) => {
    if (!more.contains(event.target)) more.open = false;
  });
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    more.open = false;
    more.querySelector("summary").focus();
  });
}

// --- one box that ticks all others of its table ----------------------------------------------
for (const all of document.querySelectorAll("input[data-tick-all]")) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    for (const box of all.closest("form").querySelectorAll(`input[type=checkbox][name="${all.dataset.tickAll}"]`)) {
      box.checked = all.checked;
    }
  });
}

// --- the stack of reminders by keyboard: each key presses a button that stands on the card ------
const card = document.querySelector("[data-keys]");
if (card) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const pressed = card.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!pressed) return;
    event.preventDefault();
    if (pressed.tagName === "DETAILS") {
      pressed.open = true;
      // one that only unfolds words has nothing to write in
      pressed.querySelector("input:not([type=hidden]), textarea, select, button")?.focus();
    } else {
      pressed.click();
    }
  });
}

// --- a letter that is looked at: shown anew when a choice changes or typing pauses ---------------
for (const form of document.querySelectorAll("form[data-live]")) {
  let pause;
  form.addEventListener("change", () => form.requestSubmit());
  form.addEventListener("input", (event) => {
    if (event.target.tagName !== "TEXTAREA") return;
    clearTimeout(pause);
    pause = setTimeout(() => form.requestSubmit(), 600);
  });
}
