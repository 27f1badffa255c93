// Keeps what stands in the form while it is written: soon after a field is left, at most half a minute later, and when
// the page is hidden. The server seals it; nothing stays in the browser. Without this there is a button.
(function () {
  "use strict";
  var place = document.querySelector("[data-keep]");
  if (!place) { return; }
  var form = place.closest("form");
  var told = place.querySelector(".keeping-told"), not = form.querySelector(".keeping-not");
  var SOON = 1000, LATER = 30000;
  var timer = 0, due = 0, unkept = false, busy = false, over = false;

  function later(wait) {
    var at = Date.now() + wait;
    unkept = true;
    if (over || (timer && due <= at)) { return; }
    clearTimeout(timer);
    due = at;
    timer = setTimeout(keep, wait);
  }

  function say(kept, problem) {
    if (kept) { told.textContent = kept; }
    if (not.textContent !== problem) { not.textContent = problem; }
  }

  function heard(status, words) {
    if (status === 200) { say(words, ""); return; }
    unkept = true;
    if (status >= 500) { failed(); return; }
    over = true;
    say("", status === 422 ? words : place.dataset.signedOut);
  }

  function failed() {
    unkept = true;
    say("", place.dataset.failed);
    later(LATER);
  }

  function keep(leaving) {
    clearTimeout(timer);
    timer = 0;
    if (over || !unkept) { return; }
    if (busy) { later(SOON); return; }
    busy = true;
    unkept = false;
    fetch(place.dataset.keep, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: leaving === true })
      .then(function (answer) { return answer.text().then(function (words) { heard(answer.status, words); }); })
      .catch(failed)
      .then(function () { busy = false; });
  }

  if ("unkept" in place.dataset) { later(SOON); }
  form.addEventListener("input", function () { later(LATER); });
  form.addEventListener("change", function () { later(SOON); });
  document.addEventListener("submit", function (event) {
    var decided = event.target === form, anew = event.target.closest(".taken-up");
    if (decided || anew) { over = true; clearTimeout(timer); }
  });
  document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") { keep(true); } });
})();
