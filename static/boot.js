// Runs before the first paint, in any browser (plain ES5): sets the stored theme and finds out early whether the app can run at all.
//
// <html data-boot>: absent = this script did not run (the help text then appears by CSS alone after 3 s), "loading", "failed", "ready".
// <html data-boot-reason>: which sentence of index.html is shown beside the general one.
// Others may report too: document.dispatchEvent(new CustomEvent("boot-failed", { detail: { reason: "crash", detail: "..." } })).
// Stored by the app: localStorage "lecture-playground:theme" = "light" | "dark"; anything else follows the system.
(function () {
  var root = document.documentElement;

  function fail(reason, detail) {
    if (root.getAttribute("data-boot") === "failed") return; // the first cause is the one worth reading
    root.setAttribute("data-boot", "failed");
    root.setAttribute("data-boot-reason", reason);
    var show = function () {
      var place = document.getElementById("boot-detail");
      if (place && detail) place.textContent = String(detail).slice(0, 300);
    };
    show();
    document.addEventListener("DOMContentLoaded", show);
  }

  root.setAttribute("data-boot", "loading");
  try {
    var theme = window.localStorage && window.localStorage.getItem("lecture-playground:theme");
    if (theme === "light" || theme === "dark") root.setAttribute("data-theme", theme);
  } catch (blocked) {
    // Storage is switched off: the system's theme it is.
  }

  document.addEventListener("boot-failed", function (event) {
    fail(event.detail.reason, event.detail.detail);
  });
  // A script or style that does not load or fails its integrity check tells only its own element, in the capture phase.
  window.addEventListener("error", function (event) {
    var from = event.target;
    if (root.getAttribute("data-boot") !== "loading") return;
    if (from && (from.tagName === "SCRIPT" || from.tagName === "LINK")) fail("load", from.src || from.href);
  }, true);

  // A function that uses one v128 instruction.
  var simd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
  if (location.protocol === "file:") fail("file");
  else if (!("noModule" in document.createElement("script")) || !window.Promise || !window.ReadableStream) fail("old");
  else if (typeof WebAssembly !== "object" || !WebAssembly.validate) fail("wasm");
  else if (!WebAssembly.validate(new Uint8Array(simd))) fail("simd");
})();
