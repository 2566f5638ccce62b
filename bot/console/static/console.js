"use strict";

// Parts of the page that refresh themselves carry data-live. A refresh that brings nothing new changes
// nothing: focus, an open choice and a screen reader's place stay where they are.
const shown = new WeakMap();

function asShown(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.innerHTML.trim();
}

for (const part of document.querySelectorAll("[data-live]")) {
  shown.set(part, part.innerHTML.trim());
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const part = event.detail.target;
  if (!part.matches("[data-live]")) return;
  if (event.detail.xhr.status >= 400) {
    event.detail.shouldSwap = false;
    return;
  }
  const coming = asShown(event.detail.serverResponse);
  if (coming === shown.get(part)) event.detail.shouldSwap = false;
  else shown.set(part, coming);
});

// The number of waiting cases stands in the title, where it is seen from another tab.
function showWaitingInTitle() {
  const waiting = Number(document.querySelector("[data-waiting]")?.dataset.waiting ?? 0);
  const title = document.title.replace(/^\(\d+\) /, "");
  document.title = waiting ? `(${waiting}) ${title}` : title;
}

// The talk follows new words only for somebody who is reading its end.
const NEAR = 48;
const atEnd = (part) => part.scrollHeight - part.scrollTop - part.clientHeight < NEAR;
const toEnd = (part) => { part.scrollTop = part.scrollHeight; };
const following = new WeakSet();

function follow(part) {
  if (following.has(part)) toEnd(part);
}

for (const part of document.querySelectorAll("[data-follow]")) {
  following.add(part);
  part.addEventListener("scroll", () => {
    if (atEnd(part)) following.add(part);
    else following.delete(part);
  }, { passive: true });
  // A notice above the box takes room from the talk.
  new ResizeObserver(() => follow(part)).observe(part);
}

document.addEventListener("htmx:afterSwap", (event) => {
  follow(event.detail.target);
  showWaitingInTitle();
  countAll();
});

// How long a reply is, in the units the platform counts (UTF-16, as String.length does).
function count(box) {
  const counter = document.querySelector(`[data-count-for="${box.id}"]`);
  if (!counter) return;
  counter.textContent = box.value.length.toLocaleString("ja");
  counter.closest(".counter").classList.toggle("counter--over", box.value.length > Number(box.dataset.limit));
}

function countAll() {
  document.querySelectorAll("textarea[data-limit]").forEach(count);
}

document.addEventListener("input", (event) => {
  if (event.target.matches("textarea[data-limit]")) count(event.target);
});

document.addEventListener("keydown", (event) => {
  const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing;
  const form = event.target.closest?.("form[data-sends]");
  if (!sends || !form) return;
  event.preventDefault();
  form.requestSubmit();
});

// While a text is on its way nothing is typed into its box, because the answer brings a fresh one.
function freeze(form, frozen) {
  for (const box of form.querySelectorAll("textarea")) box.readOnly = frozen;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches("form[data-sends]")) freeze(event.target, true);
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.matches("form[data-sends]")) freeze(event.target, false);
  showStale(event.detail.xhr.status === 0 || event.detail.xhr.status >= 500);
});

// Say so when the page can no longer know what is going on.
function showStale(stale) {
  const sign = document.getElementById("stale");
  if (sign) sign.hidden = !stale;
}

document.addEventListener("htmx:sseError", () => showStale(true));
document.addEventListener("htmx:sseOpen", () => showStale(false));

countAll();
showWaitingInTitle();
