// Keeps the hub's page current: the clock, the rooms and what is new. Without it the page still works, by reloading.
"use strict";

const rooms = document.getElementById("rooms");
const said = document.getElementById("said");
const news = document.getElementById("news");
let shown = rooms.innerHTML;
let known = null; // names of the rooms marked new, as told last
let lost = false;

function person() {
  return document.querySelector('input[name="be"]:checked').value;
}

function put(id, text) {
  const place = document.getElementById(id);
  if (place.textContent !== text) place.textContent = text;
}

// Puts the new list in place of the old one; the keyboard stays where it was, and what was unfolded stays so.
function replaceRooms(html) {
  if (html === shown) return;
  shown = html;
  const active = document.activeElement;
  const focused = active && active.name === "room" ? active.value : null;
  const unfolded = rooms.querySelector("details[open]") !== null;
  rooms.innerHTML = html;
  if (unfolded) rooms.querySelectorAll("details").forEach((item) => { item.open = true; });
  if (focused) rooms.querySelector(`button[value="${focused}"]`)?.focus();
}

// One look at a time: an answer that comes late never replaces a newer one.
let looking = false;
let again = false;
async function look() {
  if (looking) { again = true; return; }
  looking = true;
  try {
    const who = person();
    const answer = await fetch(`/state?be=${encodeURIComponent(who)}`, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const state = await answer.json();
    if (lost) { lost = false; said.textContent = ""; }
    if (who === person()) {
      put("time", state.time);
      put("day", state.day);
      put("next", state.next);
      replaceRooms(state.rooms);
      const fresh = known === null ? [] : state.new.filter((name) => !known.includes(name));
      known = state.new;
      if (fresh.length) news.textContent = `New in ${fresh.join(", ")}.`;
    }
  } catch {
    if (!lost) said.textContent = "The demo does not answer. If you stopped it, start it again with make demo.";
    lost = true;
  } finally {
    looking = false;
    if (again) { again = false; look(); }
  }
}

for (const choice of document.querySelectorAll('input[name="be"]')) {
  choice.addEventListener("change", () => {
    known = null;
    history.replaceState(null, "", `?be=${encodeURIComponent(person())}`);
    look();
  });
}

for (const form of document.querySelectorAll("form[data-act]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    said.textContent = "";
    try {
      const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" } });
      said.textContent = (await answer.json()).said;
    } catch {
      said.textContent = "The demo does not answer. If you stopped it, start it again with make demo.";
    } finally {
      button.removeAttribute("aria-disabled");
      look();
    }
  });
}

setInterval(look, 1000);
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
