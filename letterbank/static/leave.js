// Leaving at once: the page goes dark, its place in the history is taken by the next one. Shift three times does the same.
(function () {
  "use strict";
  var way = "/leave", presses = [];

  function leave() {
    document.documentElement.hidden = true;
    location.replace(way);
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest('a[href="' + way + '"]') : null;
    if (link) {
      event.preventDefault();
      leave();
    }
  });

  document.addEventListener("keyup", function (event) {
    var now = Date.now();
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    presses = presses.filter(function (at) { return now - at < 5000; }).concat(now);
    if (presses.length >= 3) { leave(); }
  });

  // A page kept whole by the browser is asked for anew, so that nothing shows after leaving.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) { location.reload(); }
  });

  document.querySelectorAll(".with-script").forEach(function (told) { told.hidden = false; });
})();
