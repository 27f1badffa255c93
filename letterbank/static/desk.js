// Marks each page of the letter as it shows, and says how many are still unread. The server counts for itself.
(function () {
  "use strict";
  var images = Array.from(document.querySelectorAll(".page-image"));
  var links = Array.from(document.querySelectorAll(".page-list a"));
  var note = document.querySelector(".still-unread");
  var read = images.map(function (_image, place) { return Boolean(links[place] && links[place].classList.contains("is-read")); });

  function tell() {
    var left = read.filter(function (each) { return !each; }).length;
    var told = note && note.querySelector(".unread-told");
    if (note) { note.hidden = left === 0; }
    if (told) { told.textContent = left + " still unread."; }
  }

  function opened(place) {
    read[place] = true;
    if (links[place]) { links[place].classList.add("is-read"); }
    tell();
  }

  images.forEach(function (image, place) {
    if (image.complete && image.naturalWidth) { opened(place); }
    image.addEventListener("load", function () { opened(place); });
  });
})();
