// A stack that is being sorted: the page looks again by itself while somebody looks at it. Without this there is a button.
if (document.querySelector("[data-again]")) {
  setTimeout(() => { if (document.visibilityState === "visible") location.reload(); }, 3000);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") location.reload(); });
}
