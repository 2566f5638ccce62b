"use strict";

const API = "/simulator/api";
const ACCOUNT = document.body.dataset.account;
const PERSON_WORDS = /担当|相談員|職員/;
const PERSON_ICON = /coordinator|staff|person/;
const TINTS = ["#4f6d9c", "#a8643f", "#5d7a54", "#8a5a83", "#3f7f86", "#97803a", "#6a5fa0", "#b0576a"];
const MOST_TABS = 60;
const GROUP_SECONDS = 300;

const STAMPS = [
  { id: "101", words: "ありがとう", tint: "#f4c3a0", eyes: "smile", mouth: "M42 66q14 14 28 0" },
  { id: "102", words: "おねがい", tint: "#bcd0ee", eyes: "dot", mouth: "M50 68q6 5 12 0" },
  { id: "103", words: "はい", tint: "#cfe0b8", eyes: "dot", mouth: "M43 65q13 12 26 0" },
  { id: "104", words: "うーん", tint: "#e6dcc0", eyes: "dot", mouth: "M46 70q5-5 10 0t10 0" },
  { id: "105", words: "つかれた", tint: "#cfc7e6", eyes: "tired", mouth: "M48 70h16" },
  { id: "106", words: "かなしい", tint: "#c3dbe6", eyes: "tear", mouth: "M46 72q10-9 20 0" },
  { id: "107", words: "ほっ", tint: "#f3d9d0", eyes: "smile", mouth: "M50 67q6 7 12 0z" },
  { id: "108", words: "おやすみ", tint: "#d8dbe8", eyes: "tired", mouth: "M50 68q6 5 12 0" },
];

const FAULTS = {
  webhook: [
    { kind: "duplicate", label: "2回届ける" },
    { kind: "drop_first", label: "1回目を落とす" },
    { kind: "delay", label: "5秒おくらせる", seconds: 5 },
    { kind: "shuffle", label: "順番を入れかえる", seconds: 4, nextCalls: 3 },
  ],
  api: [
    { kind: "timeout_after_accept", label: "届けて、返事をしない" },
    { kind: "error_after_accept", label: "届けて、エラーを返す" },
    { kind: "error_before_accept", label: "届けずにエラー" },
    { kind: "malformed_ok", label: "こわれた返事" },
    { kind: "rate_limited", label: "回数の上限" },
    { kind: "quota_reached", label: "月の上限" },
  ],
};

const state = { residents: [], current: null, chat: null, faults: [], seen: new Map(), drawn: new Set(), drafts: new Map() };
const $ = (selector) => document.querySelector(selector);
const [people, talk, chips, field, menu, toast] =
  [".people", ".talk", ".chips", ".field textarea", ".menu", ".toast"].map($);

/* ---- small tools ---- */

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

async function call(method, path, body) {
  const options = { method };
  if (body !== undefined) Object.assign(options, { headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const response = await fetch(API + path, options);
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return response.status === 204 ? null : response.json();
}

async function attempt(action, words) {
  try {
    return await action();
  } catch (error) {
    console.warn(error);
    say(words);
    return undefined;
  }
}

function say(words) {
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.hidden = true; }, 2600);
}

const nameOf = (resident) => resident.name || `住民 ${resident.number}`;
const clock = (at) => new Date(at * 1000).toLocaleTimeString("ja-JP", { hour: "numeric", minute: "2-digit" });
const day = (at) => new Date(at * 1000).toLocaleDateString("ja-JP", { month: "long", day: "numeric", weekday: "short" });

/* ---- keeping up with the platform ---- */

const stale = { people: false, chat: false, faults: false, timer: null };

function refresh(...parts) {
  for (const part of parts) stale[part] = true;
  stale.timer ??= setTimeout(catchUp, 60);
}

async function catchUp() {
  const wanted = { ...stale };
  Object.assign(stale, { people: false, chat: false, faults: false, timer: null });
  await attempt(async () => {
    if (wanted.people) await loadPeople();
    if (wanted.chat && state.current) await loadChat();
    if (wanted.faults) await loadFaults();
  }, "つながりません。もう一度試します");
}

async function loadPeople() {
  state.residents = await call("GET", "/residents");
  if (!state.residents.some((resident) => resident.id === state.current)) choose(state.residents[0]?.id ?? null);
  drawPeople();
}

async function loadChat() {
  const asked = state.current;
  const chat = await call("GET", `/residents/${asked}/chat`);
  if (asked !== state.current) return;
  state.chat = chat;
  state.seen.set(asked, chat.entries.length);
  drawChat();
}

async function loadFaults() {
  state.faults = await call("GET", "/faults");
  drawFaults();
}

function follow() {
  const source = new EventSource(`${API}/events`);
  source.onmessage = ({ data }) => {
    const change = JSON.parse(data);
    if (change.kind === "reload") refresh("people", "chat", "faults");
    else if (change.kind === "faults") refresh("faults");
    else if (change.kind === "chat") refresh("people", ...(change.residentId === state.current ? ["chat"] : []));
    else refresh("people");
  };
}

/* ---- the residents ---- */

function choose(id) {
  if (state.current) state.drafts.set(state.current, field.value);
  state.current = id;
  state.chat = null;
  state.drawn.clear();
  field.value = state.drafts.get(id) ?? "";
  fitField();
  location.replace(`#${id ?? ""}`);
  drawPeople();
  if (id) refresh("chat");
  else drawChat();
}

function drawPeople() {
  const shown = state.residents.slice(-MOST_TABS);
  people.replaceChildren(...shown.map(personTab));
}

function personTab(resident) {
  const selected = resident.id === state.current;
  const unread = resident.last?.origin === "account" && !selected ? resident.entries - (state.seen.get(resident.id) ?? 0) : 0;
  const tab = make("button", {
    class: `person${resident.blocked ? " is-blocked" : ""}`, role: "tab", type: "button",
    "aria-selected": String(selected), style: `--tint:${TINTS[(resident.number - 1) % TINTS.length]}`,
    onclick: () => choose(resident.id),
  });
  tab.append(
    make("span", { class: "dot", "aria-hidden": "true" }, resident.name ? [...resident.name][0] : String(resident.number)),
    make("b", {}, nameOf(resident)),
    make("time", {}, resident.last ? clock(resident.last.at) : ""),
    make("p", {}, resident.blocked ? "ブロック中" : preview(resident.last)),
  );
  if (unread > 0) tab.append(make("span", { class: "unread", "aria-label": `新しい返事 ${unread}件` }, String(unread)));
  return tab;
}

function preview(entry) {
  if (!entry) return "まだ何も送っていません";
  if (entry.unsent) return "送信を取り消しました";
  const kinds = { sticker: "スタンプ", image: "写真", video: "動画", audio: "音声", file: "ファイル", location: "場所" };
  return entry.text ?? kinds[entry.type] ?? entry.message.altText ?? "メッセージ";
}

/* ---- the talk ---- */

function drawChat() {
  const resident = state.residents.find((one) => one.id === state.current);
  $(".bar-who").textContent = resident ? `${nameOf(resident)} さんの画面` : "住民を選んでください";
  const nearEnd = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 160;
  const first = state.drawn.size === 0;
  const entries = state.chat?.entries ?? [];
  talk.replaceChildren(...(entries.length ? rowsOf(entries, first) : [greeting()]));
  drawLoading();
  drawBelow();
  if (first || nearEnd) {
    talk.scrollTo({ top: talk.scrollHeight, behavior: first ? "instant" : "smooth" });
  }
}

function greeting() {
  const box = make("div", { class: "hello" });
  box.innerHTML = stampPicture({ ...STAMPS[2], words: "" });
  const words = state.current ? ["どんなことでも書いてみてください", "短くても、とちゅうでも大丈夫です。"] : ["住民を追加してはじめます", "ここに、その人のトーク画面が出ます。"];
  box.append(make("b", {}, words[0]), words[1]);
  return box;
}

function rowsOf(entries, first) {
  const rows = [];
  let before = null;
  for (const entry of entries) {
    if (!before || day(before.at) !== day(entry.at)) rows.push(make("div", { class: "day" }, make("span", {}, day(entry.at))));
    rows.push(rowOf(entry, startsGroup(before, entry), !first && !state.drawn.has(entry.id)));
    state.drawn.add(entry.id);
    before = entry;
  }
  return rows;
}

function startsGroup(before, entry) {
  return !before || before.unsent || before.origin !== entry.origin || before.senderName !== entry.senderName ||
    entry.at - before.at > GROUP_SECONDS || day(before.at) !== day(entry.at);
}

function rowOf(entry, starts, isNew) {
  if (entry.unsent) return make("div", { class: "notice" }, make("span", {}, "メッセージの送信を取り消しました"));
  const mine = entry.origin === "resident";
  const person = !mine && isPerson(entry);
  const names = ["row", mine && "mine", starts && "starts", person && "by-person", isNew && "is-new"];
  const row = make("div", { class: names.filter(Boolean).join(" ") });
  const line = make("div", { class: "line" }, bubbleOf(entry), make("div", { class: "meta" }, ...metaOf(entry, mine)));
  if (mine) {
    line.append(make("button", { class: "more", type: "button", "aria-label": "このメッセージの操作", onclick: (event) => offerUnsend(event, entry) }, "⋯"));
    holdToOpen(line, entry);
  } else {
    row.append(make("span", { class: `face ${starts ? (person ? "face-person" : "face-auto") : "face-none"}`, "aria-hidden": "true" }));
  }
  row.append(make("div", { class: "stack" }, !mine && starts ? whoOf(entry, person) : null, line));
  return row;
}

const isPerson = (entry) => PERSON_WORDS.test(entry.senderName ?? "") || PERSON_ICON.test(entry.senderIconUrl ?? "");

function whoOf(entry, person) {
  const tag = make("span", { class: `tag${person ? " person-tag" : ""}` }, person ? "担当者" : "自動応答");
  return make("div", { class: "who" }, entry.senderName ?? ACCOUNT, tag);
}

function metaOf(entry, mine) {
  if (!mine) return [clock(entry.at)];
  const failed = entry.delivery === "given_up" || entry.delivery === "not_sent";
  const mark = failed ? make("span", { class: "failed" }, "届いていません") : entry.delivery === "accepted" ? "既読" : "";
  return [mark, make("br"), clock(entry.at)];
}

function bubbleOf(entry) {
  const { message } = entry;
  if (entry.type === "text" || entry.type === "textV2") return make("div", { class: "bubble" }, ...linked(message.text));
  if (entry.type === "sticker") {
    const box = make("div", { class: "bubble bare", role: "img", "aria-label": "スタンプ" });
    box.innerHTML = stampPicture(STAMPS.find((stamp) => stamp.id === message.stickerId) ?? STAMPS[2]);
    return box;
  }
  if (entry.type === "image") {
    const source = entry.origin === "resident" ? `${API}/media/${entry.id}` : message.previewImageUrl;
    return make("div", { class: "bubble bare" }, make("img", { src: source, alt: "写真", loading: "lazy" }));
  }
  if (entry.type === "template") return templateCard(message.template);
  const words = { video: "動画", audio: "音声", location: message.address ?? message.title ?? "場所", file: message.fileName };
  return make("div", { class: "bubble" }, make("span", { class: "file" }, words[entry.type] ?? message.altText ?? "表示できないメッセージ"));
}

function templateCard(template) {
  const parts = template.columns ?? [template];
  const card = make("div", { class: "bubble card" });
  for (const part of parts) {
    card.append(make("p", {}, part.title ? make("b", {}, `${part.title}\n`) : null, part.text));
    card.append(...(part.actions ?? []).map((action) => make("button", { type: "button", onclick: () => tap(action) }, action.label)));
  }
  return card;
}

function linked(text) {
  return text.split(/(https?:\/\/[\w\-./?%&=#:~+,;@!]+)/).map((part, index) =>
    index % 2 ? make("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part);
}

function drawLoading() {
  clearTimeout(drawLoading.timer);
  const left = state.chat?.loadingUntil ? state.chat.loadingUntil - state.chat.now : 0;
  if (left <= 0) return;
  const dots = make("div", { class: "bubble typing", role: "status", "aria-label": "返事を用意しています" }, make("i"), make("i"), make("i"));
  talk.append(make("div", { class: "row starts loading" }, make("span", { class: "face face-auto" }), make("div", { class: "stack" }, dots)));
  drawLoading.timer = setTimeout(() => refresh("chat"), left * 1000 + 50);
}

function drawBelow() {
  const blocked = Boolean(state.chat?.resident.blocked);
  $(".blocked").hidden = !blocked;
  $(".composer").hidden = blocked || !state.current;
  const actions = blocked ? [] : state.chat?.quickReplies ?? [];
  chips.hidden = actions.length === 0;
  chips.replaceChildren(...actions.map((action) => make("button", { type: "button", onclick: () => tap(action) }, action.label)));
  fitField();
}

/* ---- what the resident does ---- */

const here = (path) => `/residents/${state.current}${path}`;

function send(content) {
  return attempt(() => call("POST", here("/messages"), content), "送れませんでした");
}

function tap(action) {
  if (action.type === "message") return send({ text: action.text });
  if (action.type === "uri") return void window.open(action.uri, "_blank", "noopener");
  if (action.type === "postback") {
    const body = { data: action.data, displayText: action.displayText ?? null };
    return attempt(() => call("POST", here("/postbacks"), body), "送れませんでした");
  }
  return say("この画面では使えないボタンです");
}

async function submit() {
  const text = field.value.trim();
  if (!text || !state.current) return;
  field.value = "";
  fitField();
  if (await send({ text }) === undefined && !field.value) field.value = text;
  fitField();
}

function fitField() {
  field.style.height = "auto";
  if (field.scrollHeight) field.style.height = `${field.scrollHeight}px`;
  markSend();
}

const markSend = () => { $(".send").disabled = !field.value.trim(); };

function sendPhoto(file) {
  const reader = new FileReader();
  reader.onload = () => send({ image: { base64: reader.result.split(",")[1], contentType: file.type } });
  reader.readAsDataURL(file);
}

function offerUnsend(event, entry) {
  event.preventDefault();
  const undo = () => attempt(() => call("POST", here("/unsend"), { messageId: entry.id }), "取り消せませんでした");
  openMenu(event.clientX, event.clientY, [{ label: "送信を取り消す", grave: true, run: undo }]);
}

function holdToOpen(element, entry) {
  let timer = null;
  element.addEventListener("contextmenu", (event) => offerUnsend(event, entry));
  element.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") timer = setTimeout(() => offerUnsend(event, entry), 500);
  });
  for (const end of ["pointerup", "pointercancel", "pointermove"]) element.addEventListener(end, () => clearTimeout(timer));
}

function openMenu(x, y, items) {
  menu.replaceChildren(...items.map((item) => make("button", {
    type: "button", role: "menuitem", class: item.grave && "grave",
    onclick: () => { menu.hidden = true; item.run(); },
  }, item.label)));
  menu.hidden = false;
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - menu.offsetWidth - 12))}px`;
  menu.style.top = `${Math.min(y, innerHeight - menu.offsetHeight - 12)}px`;
  menu.firstElementChild.focus();
}

function openTalkMenu(event) {
  event.stopPropagation();
  if (!state.chat) return;
  const change = (path) => () => attempt(() => call("POST", here(path)), "変えられませんでした");
  const item = state.chat.resident.blocked
    ? { label: "ブロックを解除する", run: change("/unblock") }
    : { label: "この窓口をブロックする", grave: true, run: change("/block") };
  const place = event.currentTarget.getBoundingClientRect();
  openMenu(place.right - 190, place.bottom + 6, [item]);
}

/* ---- stamps and faults ---- */

function stampPicture({ words, tint, eyes, mouth }) {
  const pairs = {
    dot: '<circle cx="44" cy="52" r="4"/><circle cx="68" cy="52" r="4"/>',
    smile: '<path d="M38 53q6-8 12 0M62 53q6-8 12 0" fill="none"/>',
    tired: '<path d="M38 52q6 5 12 0M62 52q6 5 12 0" fill="none"/>',
    tear: '<circle cx="44" cy="52" r="4"/><circle cx="68" cy="52" r="4"/><path d="M74 59q5 7 0 10q-5-3 0-10" fill="#5b8fb0" stroke="none"/>',
  };
  return `<svg viewBox="0 0 112 112" aria-hidden="true"><path d="M56 12c26 0 40 18 40 40S80 90 56 90 16 74 16 52 30 12 56 12z" fill="${tint}"/>` +
    `<g fill="#3a3550" stroke="#3a3550" stroke-width="3" stroke-linecap="round">${pairs[eyes]}<path d="${mouth}" fill="none"/></g>` +
    '<g fill="#e58f7b" opacity=".5"><ellipse cx="34" cy="63" rx="6" ry="4"/><ellipse cx="78" cy="63" rx="6" ry="4"/></g>' +
    `<text x="56" y="106" text-anchor="middle" font-size="15" font-weight="700" fill="#3a3550" stroke="#fff" stroke-width="4" paint-order="stroke">${words}</text></svg>`;
}

function drawStamps() {
  $(".stamps").replaceChildren(...STAMPS.map((stamp) => {
    const sticker = { packageId: "1", stickerId: stamp.id, keywords: [stamp.words] };
    const button = make("button", { type: "button", "aria-label": stamp.words, onclick: () => { showStamps(false); send({ sticker }); } });
    button.innerHTML = stampPicture(stamp);
    return button;
  }));
}

function showStamps(open) {
  $(".stamps").hidden = !open;
  $(".pick-stamp").setAttribute("aria-expanded", String(open));
  talk.scrollTop = talk.scrollHeight;
}

function drawFaults() {
  for (const [side, list] of Object.entries(FAULTS)) {
    $(`.faults[data-side="${side}"]`).replaceChildren(...list.map(faultButton));
  }
  const count = $(".mischief .count");
  count.textContent = `${state.faults.length}件`;
  count.hidden = state.faults.length === 0;
}

function faultButton({ kind, label, seconds, nextCalls = 1 }) {
  const waiting = state.faults.filter((fault) => fault.kind === kind).reduce((sum, fault) => sum + (fault.remaining ?? 1), 0);
  const spec = { kind, nextCalls, ...(seconds ? { seconds } : {}) };
  return make("button", {
    type: "button", class: waiting > 0 && "is-set", "aria-pressed": String(waiting > 0),
    onclick: () => attempt(() => call("POST", "/faults", spec), "設定できませんでした"),
  }, waiting > 1 ? `${label} ×${waiting}` : label);
}

/* ---- wiring ---- */

$(".newcomer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const input = event.target.elements.name;
  const resident = await attempt(() => call("POST", "/residents", { name: input.value.trim() || null }), "追加できませんでした");
  if (!resident) return;
  input.value = "";
  state.residents.push(resident);
  choose(resident.id);
  field.focus();
});
$(".composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
field.addEventListener("input", fitField);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
});
$(".pick-stamp").addEventListener("click", (event) => { event.preventDefault(); showStamps($(".stamps").hidden); });
$(".pick-photo").addEventListener("click", () => $(".photo").click());
$(".photo").addEventListener("change", ({ target }) => { if (target.files[0]) sendPhoto(target.files[0]); target.value = ""; });
$(".bar-menu").addEventListener("click", openTalkMenu);
$(".blocked button").addEventListener("click", () => attempt(() => call("POST", here("/unblock")), "変えられませんでした"));
$(".mend").addEventListener("click", () => attempt(() => call("DELETE", "/faults"), "戻せませんでした"));
document.addEventListener("pointerdown", (event) => { if (!menu.contains(event.target)) menu.hidden = true; });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") { menu.hidden = true; showStamps(false); } });

state.current = location.hash.slice(1) || null;
drawStamps();
drawFaults();
drawChat();
follow();
