// The stage: a recording is made, chosen, dropped or taken up again, sent, and answered; or it is said what
// went wrong. What is to be seen hangs on its state: empty, asking (for the microphone), recording, sending,
// waiting, answered or failed.

import { isSeen } from "../seen.js";
import { TAB, drop, keep, kept } from "../storage.js";
import { inWords, kindOf } from "./failures.js";
import { display, follow } from "./live.js";
import { record } from "./microphone.js";
import { advice, clock, refusal } from "./recording_words.js";
import { play, quieten } from "./replay.js";
import { NotSent, fileData, send } from "./sending.js";
import { nextName, strip } from "./strip.js";
import { openTakes } from "./takes.js";

const PENDING = "chordscope-pending"; // the id of a take that was not answered when the page went
const FLOOR = -60; // dB at which the ring around the button begins to show
const LISTENING = "Listening …";
const UNHEARD = "not heard"; // of a take that could not be

// The visitor's choices behind the gear, in their order.
const choices = () => [...document.querySelectorAll("#choices input:checked")].map(({ value }) => value).join();

const begin = (find) => {
  const [stage, deck, button] = ["#stage", ".deck", "[data-record]"].map(find);
  const live = find("#stage .live");
  const parts = [".hint", ".clock", ".progress", "[role=alert]", "[data-again]"];
  const [hint, time, progress, alarm, again] = parts.map((part) => find(`#stage ${part}`));
  const given = JSON.parse(deck.dataset.given); // limits and sentences
  const root = globalThis.gradio_config.root;
  const takes = openTakes(given.kept);
  let current; // the take on the stage
  let recorder; // while something is recorded
  let following; // what is played meanwhile, until it is aborted
  let attempt = new AbortController(); // to have the current take answered
  let retry; // the timer of the next attempt
  let handed = 0; // files handed over to gradio
  let latest = 0; // the id of the newest take, the time in milliseconds
  let interrupted; // the state in which a recording was begun

  const state = () => stage.dataset.state;

  const show = (next) => {
    stage.dataset.state = next;
    button.querySelector("span").textContent = next === "recording" ? "Stop" : current ? "Record again" : "Record";
    find("[data-choose]").textContent = current ? "Another file" : "Choose a file or song";
    if (next !== "sending" && next !== "waiting") progress.textContent = "";
    if (next !== "failed") {
      alarm.replaceChildren();
      again.hidden = true;
    }
    if (next === "waiting") reports.observe(document.body, { childList: true, subtree: true });
    else reports.disconnect();
  };

  // Gradio says what went wrong in a box that goes away; here it is said in the answer's place, and stays.
  const reports = new MutationObserver(() => {
    const report = find(".toast-body.error:not([data-told])");
    if (!report) return;
    report.dataset.told = "";
    fail(inWords(kindOf(report.textContent), given.sentences));
  });

  const fail = ({ title, sentence, again: pause }) => {
    show("failed");
    const line = (className, textContent) => Object.assign(document.createElement("p"), { className, textContent });
    alarm.replaceChildren(line("refused", title), line("sentence", sentence));
    again.hidden = pause === undefined;
    if (pause !== undefined) retry = setTimeout(() => hear(current), 1000 * pause);
  };

  // The button that has the focus is drawn anew as the others are, and has it again.
  const drawStrip = () => {
    const focused = document.activeElement?.dataset.take;
    find("#shelf .takes").hidden = takes.all().length === 0;
    find("#shelf .strip").innerHTML = strip(takes.all(), current?.id);
    if (focused) (find(`[data-take="${focused}"]`) ?? button).focus();
  };

  const forget = async () => {
    for (const take of takes.all()) take.kept = false; // nor is one that is yet to be answered
    drop(PENDING, TAB);
    await takes.forget();
    drawStrip();
    button.focus(); // what was pressed is hidden
  };

  // Leaves whatever is going on.
  const leave = () => {
    attempt.abort();
    clearTimeout(retry);
    retry = undefined;
    quieten();
  };

  // Has a take answered: by the server, as soon as that has the file.
  const hear = async (take) => {
    leave();
    attempt = new AbortController();
    current = take;
    show("sending");
    drawStrip();
    if (take.kept) keep(PENDING, take.id, TAB);
    const told = (share) => (progress.textContent = share < 1 ? `Sending ${Math.round(100 * share)} %` : LISTENING);
    try {
      if (take.file.size > given.bytes) throw new NotSent("large");
      const path = await send(take.file, root, told, attempt.signal);
      show("waiting");
      progress.textContent = LISTENING;
      const detail = fileData(root, path, take.file, (handed += 1));
      deck.dispatchEvent(new CustomEvent("take", { bubbles: true, detail }));
    } catch (failure) {
      const kind = failure instanceof NotSent ? failure.message : "unexpected";
      if (kind === "large") drop(PENDING, TAB); // which would fail again
      fail(inWords(kind, given.sentences));
    }
  };

  // A new take is kept, if it is not too large to be heard.
  const taken = (file, name) => {
    const take = { id: (latest = Math.max(Date.now(), latest + 1)), name, file, kept: true };
    if (file.size <= given.bytes) takes.keep(take).then(drawStrip);
    return take;
  };

  const add = (file, name) => hear(taken(file, name));

  const hearExample = async ({ dataset, textContent }) => {
    leave();
    const [name] = dataset.example.split("/").slice(-1);
    try {
      const answer = await fetch(`${root}/gradio_api/file=${dataset.example}`);
      hear({ id: 0, name: textContent, file: new File([await answer.blob()], name), sounds: true });
    } catch {
      const { title, sentence } = inWords("away", given.sentences);
      fail({ title, sentence });
    }
  };

  const answered = async () => {
    const told = find("#answer .answer");
    if (told.matches(".answer-waiting")) progress.textContent = "";
    if (!["waiting", "answered"].includes(state()) || told.matches(".answer-waiting")) return; // there is more to come
    const isFirst = state() === "waiting"; // the next is right where this one was still of the take before
    show("answered");
    drop(PENDING, TAB);
    const take = current;
    if (take.kept) {
      take.heard = find("#answer .symbol")?.textContent ?? UNHEARD;
      await takes.keep(take);
    }
    drawStrip();
    if (isFirst && take.sounds) play(() => current !== take || state() !== "answered");
  };

  const listen = async () => {
    let loudest = -Infinity;
    interrupted = state();
    leave();
    show("asking");
    [time.textContent, hint.textContent] = ["0:00", "The browser may ask whether this page may use the microphone."];
    const heard = (seconds, level) => {
      loudest = Math.max(loudest, level);
      button.style.setProperty("--level", Math.max(0, 1 - level / FLOOR).toFixed(2));
      time.textContent = clock(seconds);
      const said = advice(seconds, given.seconds, loudest);
      if (hint.textContent !== said) hint.textContent = said; // or else it would be announced again and again
    };
    try {
      recorder = await record(given.seconds, heard, () => finish());
      show("recording");
      following = new AbortController();
      follow(recorder, given.live, root, choices(), display(live), following.signal);
    } catch (error) {
      fail({ title: "No microphone", sentence: refusal(error.name, navigator.userAgent, window !== window.parent) });
    }
  };

  const end = () => {
    const bytes = recorder.stop();
    recorder = undefined;
    following.abort();
    button.style.removeProperty("--level");
    return bytes;
  };

  // As if nothing had been recorded: what was answered before is shown, what was not is heard.
  const discard = () => {
    end();
    if (interrupted === "answered") show("answered");
    else if (current) hear(current);
    else show("empty");
  };

  const recorded = (bytes, name) => new File([bytes], `${name}.wav`, { type: "audio/wav" });

  const finish = () => {
    const name = nextName(takes.all());
    add(recorded(end(), name), name);
  };

  // One of the chords so far is heard by itself, as a take beside the whole recording.
  const finishWith = ({ dataset: { since, until }, textContent }) => {
    const moment = recorder.part(Number(since), Math.min(Number(until), Number(since) + given.live.seconds));
    const name = nextName(takes.all());
    taken(recorded(end(), name), name);
    add(recorded(moment, name), `${name}, ${textContent}`);
    button.focus(); // what was pressed is gone
  };

  const press = () => {
    if (recorder) finish();
    else if (state() !== "asking") listen();
  };

  const choose = ([file]) => {
    if (file && !recorder) add(file, file.name);
  };

  const actions = {
    "[data-record]": press,
    "[data-choose]": () => find("#file").click(),
    "[data-example]": hearExample,
    "[data-since]": finishWith,
    "[data-again]": () => hear(current),
    "[data-take]": ({ dataset }) => hear(takes.all().find(({ id }) => id === Number(dataset.take))),
    "[data-forget]": forget,
  };
  document.addEventListener("click", ({ target }) => {
    for (const [selector, act] of Object.entries(actions)) {
      const pressed = target.closest?.(selector);
      if (pressed) act(pressed);
    }
  });

  find("#file").addEventListener("change", ({ target }) => {
    choose([...target.files]);
    target.value = ""; // so that the same file can be chosen again
  });

  // The space bar stops a recording wherever the focus is, and starts one where nothing else has a use for it.
  const onKey = (event) => {
    const closesOther = isSeen(find("#choices")) || !isSeen(stage);
    if (event.key === "Escape" && recorder && !closesOther) discard();
    if (event.key !== " " || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    const isFree = event.target === document.body && isSeen(stage) && !isSeen(find("#results .song"));
    if (!recorder && !isFree) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    button.focus();
    press();
  };
  document.addEventListener("keydown", onKey, { capture: true });
  // The button has the focus by then, and would be pressed by the same key once more.
  document.addEventListener("keyup", (event) => event.key === " " && event.target === button && event.preventDefault());

  const ifFiles = (act) => (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    stage.classList.toggle("dropping", event.type === "dragover");
    act?.([...event.dataTransfer.files]);
  };
  document.addEventListener("dragover", ifFiles());
  document.addEventListener("dragleave", ifFiles());
  document.addEventListener("drop", ifFiles(choose));

  document.addEventListener("answered", () => requestAnimationFrame(answered));
  addEventListener("online", () => retry && hear(current));
  addEventListener("beforeunload", (event) => recorder && event.preventDefault()); // what is not yet kept would be lost

  document.documentElement.classList.toggle("big", new URLSearchParams(location.search).has("big"));
  show("empty");
  takes.loaded.then(() => {
    drawStrip();
    const pending = takes.all().find(({ id }) => id === Number(kept(PENDING, TAB)));
    if (pending && state() === "empty") hear(pending);
  });
};

globalThis.document?.addEventListener("deck", () => begin((selector) => document.querySelector(selector)), { once: true });
